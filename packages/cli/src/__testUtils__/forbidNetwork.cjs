// Loaded before a command: whatever would reach the network ends it loudly.
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');

function refuse(what) {
  return () => {
    process.stderr.write(`NETWORK: ${what}\n`);
    process.exit(99);
  };
}

net.Socket.prototype.connect = refuse('connect');
net.Server.prototype.listen = refuse('listen');
dgram.createSocket = refuse('datagram');
dns.lookup = refuse('lookup');
dns.resolve = refuse('resolve');
dns.promises.lookup = refuse('lookup');
dns.promises.resolve = refuse('resolve');
// An assignment would be a declaration to the type checker.
Reflect.set(globalThis, 'fetch', refuse('fetch'));
