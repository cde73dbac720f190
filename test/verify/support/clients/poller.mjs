// Asks for the same things again and again, as browsers would that come one after another, and remembers what came of it.
import { clearInterval, setInterval } from 'node:timers';
import { createSocket } from 'node:dgram';
import { get } from 'node:https';
import { serve } from './serve.mjs';

const EVERY = 100;
const PATIENCE = 5000;

/** What came of asking, by name: when it was asked and answered, with what, or what was wrong. */
const outcomes = new Map();
const timers = new Map();

/** Opens a page, by a connection of its own. The certificate may change meanwhile: whether it is the right one is for others to say. */
function openPage({ address, host, path, expected }) {
  return new Promise((done) => {
    const fail = (error) => done({ fault: String(error) });
    const request = get({ host: address, servername: host, headers: { host }, path, agent: false, rejectUnauthorized: false, timeout: PATIENCE }, (answer) => {
      let text = '';
      answer.on('error', fail).on('data', (part) => {
        text += part;
      }).on('end', () => {
        done(answer.statusCode === 200 && text.includes(expected) ? { text } : { fault: `${answer.statusCode} ${text.slice(0, 200)}` });
      });
    });
    request.on('error', fail).on('timeout', () => request.destroy(new Error('no answer')));
  });
}

function remember(name, outcome) {
  const at = Date.now();
  outcomes.get(name).push({ asked: at, at, ...outcome });
}

serve({
  async page({ name, ...page }) {
    outcomes.set(name, []);
    timers.set(name, setInterval(async () => {
      const asked = Date.now();
      remember(name, { asked, ...await openPage(page) });
    }, EVERY));
  },
  /** By one socket, as the media of a meeting. What is lost leaves a gap and is no fault. */
  async media({ name, address, port }) {
    outcomes.set(name, []);
    const socket = createSocket('udp4').on('message', (text) => remember(name, { text: String(text) }));
    timers.set(name, setInterval(() => socket.send('?', port, address), EVERY));
  },
  stop({ name }) {
    clearInterval(timers.get(name));
  },
  /** What came of what was asked since a time: the gaps include those before the first and after the last answer. */
  async since({ name, from }) {
    const known = outcomes.get(name).filter(({ asked }) => asked >= from);
    const answers = known.filter(({ fault }) => fault === undefined);
    const times = [from, ...answers.map(({ at }) => at), Date.now()];
    return {
      answers: answers.length,
      faults: known.flatMap(({ asked, fault }) => (fault === undefined ? [] : [`after ${((asked - from) / 1000).toFixed(1)} s: ${fault}`])),
      longestGap: Math.max(...times.slice(1).map((time, index) => time - times[index])) / 1000,
      last: answers.at(-1)?.text,
    };
  },
});

process.on('disconnect', () => process.exit());
