/** Calls as nobody would write them, beside the plainest reader of JSON. */
@NullMarked
package lotwatch.wire.rpc;

import org.jspecify.annotations.NullMarked;
