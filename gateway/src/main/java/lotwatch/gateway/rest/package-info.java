/** What can be read over HTTP: lots, spots, cameras, frames, health, metrics, and how to ask. */
@NullMarked
package lotwatch.feeds.rest;

import org.jspecify.annotations.NullMarked;
