/**
 * Socket.IO (protocol 5 over Engine.IO 4) for any namespaces: long polling, WebSocket and the
 * change from one to the other, within limits.
 *
 * @see <a href="https://github.com/socketio/engine.io-protocol">The Engine.IO protocol</a>
 * @see <a href="https://github.com/socketio/socket.io-protocol">The Socket.IO protocol</a>
 */
@NullMarked
package lotwatch.gateway.stream.socket;

import org.jspecify.annotations.NullMarked;
