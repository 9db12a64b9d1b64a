'use strict';

// A chat: who connects is put into the room of their team as soon as the team has been looked up.

const http = require('node:http');
const { Server } = require('socket.io');
const { setTimeout: wait } = require('node:timers/promises');
const { listen } = require('./kit');

const server = http.createServer((request, response) => response.end('ok\n'));
const io = new Server(server, { transports: ['websocket'] });

io.on('connection', async (socket) => {
  const team = await lookUpTeam(socket.handshake.query.user);
  // Many have left by now.
  socket.join(team);
  socket.to(team).emit('joined', socket.id);
});

async function lookUpTeam(user) {
  await wait(100);
  return `team of ${user}`;
}

listen(server);
