import { execFile } from 'node:child_process';

type Where = (command: readonly string[]) => readonly string[];

const BY_HTTP = 'fetch(`http://${process.argv[1]}:${process.argv[2]}/`, { signal: AbortSignal.timeout(2000) }).then((answer) => answer.text()).then((text) => process.stdout.write(text))';

const BY_UDP = `
const socket = require("node:dgram").createSocket("udp4");
socket.on("message", (text) => { process.stdout.write(text); process.exit(); }).send("?", Number(process.argv[2]), process.argv[1]);
setTimeout(() => process.exit(1), 2000);
`;

/** What answers by HTTP at an address, asked from some network; nothing when nobody does. */
export const askByHttp = (where: Where, address: string, port = 80): Promise<string> => ask(where, BY_HTTP, address, port);

/** The same by UDP. */
export const askByUdp = (where: Where, address: string, port = 80): Promise<string> => ask(where, BY_UDP, address, port);

function ask(where: Where, script: string, address: string, port: number): Promise<string> {
  const [file = '', ...args] = where([process.execPath, '--eval', script, address, String(port)]);
  return new Promise((done) => {
    execFile(file, args, (_error, stdout) => {
      done(stdout);
    });
  });
}
