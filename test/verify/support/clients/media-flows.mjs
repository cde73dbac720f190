// People whose media go by UDP to a bridge: each of them sends from one port for as long as it is there, which is one flow to all that stand between.
import { clearInterval, setInterval } from 'node:timers';
import { createSocket } from 'node:dgram';
import { serve } from './serve.mjs';

const people = [];

/** Sends a packet with its number in it. The bridge answers with its name, what it announces, and the packet. */
function send(socket, packets, { address, port }) {
  packets.push({ sent: Date.now() });
  socket.send(String(packets.length - 1), port, address);
}

function open(packets) {
  return createSocket('udp4').on('message', (text) => {
    const [from, , number] = text.toString().split(' ');
    Object.assign(packets[number], { answered: Date.now(), from });
  });
}

serve({
  /** Somebody comes in and stays, and others come in after, who send one packet each. */
  join({ to, interval, newcomers }) {
    const person = { packets: [], newcomers: [] };
    const socket = open(person.packets);
    const timers = [
      setInterval(() => send(socket, person.packets, to), interval),
      setInterval(() => send(open(person.newcomers), person.newcomers, to), newcomers),
    ];
    people.push({ person, leave: () => timers.forEach(clearInterval) });
    return people.length - 1;
  },
  record({ number }) {
    return people[number].person;
  },
  leave({ number }) {
    people[number].leave();
  },
});
