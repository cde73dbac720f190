import { execFile } from 'node:child_process';
import { Where } from '../../verify/support/client-process';

// Programs of their own, on machines that may be busy: what answers at all is waited for.

const BY_HTTP = `
require("node:http").get({ host: process.argv[1], port: process.argv[2], agent: false, signal: AbortSignal.timeout(20000) }, (answer) => answer.pipe(process.stdout)).on("error", () => process.exit(1));
`;

const BY_UDP = `
const socket = require("node:dgram").createSocket("udp4");
socket.on("message", (text) => { process.stdout.write(text); process.exit(); }).send("?", Number(process.argv[2]), process.argv[1]);
setTimeout(() => process.exit(1), 5000);
`;

const BY_HTTPS = `
const { address, host, ca, path } = JSON.parse(process.argv[1]);
const request = require("node:https").get({ host: address, servername: host, headers: { host }, ca, path, agent: false, signal: AbortSignal.timeout(20000) }, (answer) => {
  let text = "";
  answer.on("data", (part) => { text += part; }).on("end", () => process.stdout.write(JSON.stringify({ status: answer.statusCode, text })));
});
request.on("error", (error) => process.stdout.write(JSON.stringify({ status: 0, text: String(error) })));
`;

/** As many at once as leave no pod of a Service out, but for one time in ten thousand. */
const HANDSHAKES = `
const { address, host, ca, wanted, seconds } = JSON.parse(process.argv[1]);
const handshake = () => new Promise((done) => {
  const socket = require("node:tls").connect({ host: address, port: 443, servername: host, ca, timeout: 20000 }, () => {
    done(socket.getPeerCertificate().fingerprint256);
    socket.destroy();
  }).on("error", (error) => done(String(error))).on("timeout", () => socket.destroy(new Error("no answer")));
});
async function look() {
  const found = [...new Set(await Promise.all(Array.from({ length: 14 }, handshake)))];
  if (found.join() === wanted || performance.now() > seconds * 1000) {
    process.stdout.write(JSON.stringify(found));
  } else {
    setTimeout(look, 200);
  }
}
look();
`;

/** What a browser is told when it opens a page. */
export interface Page {
  /** 0 without an answer; then the text says why. */
  readonly status: number;
  readonly text: string;
}

export interface Site {
  readonly address: string;
  /** Name that the certificate must be for. */
  readonly host: string;
  /** The only authority that is trusted, in PEM. */
  readonly ca: string;
}

export async function openPage(where: Where, site: Site, path: string): Promise<Page> {
  return JSON.parse(await run(where, BY_HTTPS, JSON.stringify({ ...site, path }))) as Page;
}

/** Fingerprints of the certificates that new clients get; what is wrong, where one is refused. */
export const certificatesOf = (where: Where, site: Site): Promise<readonly string[]> => certificatesUntil(where, site, '', 0);

/** The same, when all get the wanted one, or the time is over. */
export async function certificatesUntil(where: Where, site: Site, wanted: string, seconds: number): Promise<readonly string[]> {
  return JSON.parse(await run(where, HANDSHAKES, JSON.stringify({ ...site, wanted, seconds }))) as readonly string[];
}

/** What answers by HTTP at an address, asked from some network; nothing when nobody does. */
export const askByHttp = (where: Where, address: string, port = 80): Promise<string> => run(where, BY_HTTP, address, String(port));

/** The same by UDP. */
export const askByUdp = (where: Where, address: string, port = 80): Promise<string> => run(where, BY_UDP, address, String(port));

function run(where: Where, script: string, ...options: readonly string[]): Promise<string> {
  const [file = '', ...args] = where([process.execPath, '--eval', script, ...options]);
  return new Promise((done) => {
    execFile(file, args, (_error, stdout) => {
      done(stdout);
    });
  });
}
