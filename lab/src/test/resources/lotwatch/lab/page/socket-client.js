// Says as lines of JSON what npm's socket.io-client receives; emits the lines that it is given.
const {io} = require('socket.io-client');

const [transports, ...servers] = process.argv.slice(2);
const say = (what, value) => console.log(JSON.stringify([what, value]));
const socket = io(servers[0], {transports: transports.split(','), reconnectionDelay: 100});

socket.io.on('reconnect_attempt', attempt => {
  socket.io.uri = servers[attempt % servers.length];
});

socket.on('connect', () => say('connect', socket.io.engine.transport.name));
socket.on('connect_error', error => say('connect_error', error.message));
socket.on('disconnect', reason => say('disconnect', reason));
socket.io.on('open', () => socket.io.engine.on('upgrade', to => say('upgrade', to.name)));
socket.onAny((event, ...values) => say(event, values));

require('readline')
  .createInterface({input: process.stdin})
  .on('line', line => socket.emit(...JSON.parse(line), (...values) => say('ack', values)))
  .on('close', () => process.exit(0));
