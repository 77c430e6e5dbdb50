/** The JSON of the campus smart parking finder, in Python's style: calls, answers, lots. */
@NullMarked
package lotwatch.wire.rpc;

import org.jspecify.annotations.NullMarked;
