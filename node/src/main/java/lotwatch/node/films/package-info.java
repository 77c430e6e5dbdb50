/** What cameras record: pieces become blobs and recordings, and old ones go. */
@NullMarked
package lotwatch.node.films;

import org.jspecify.annotations.NullMarked;
