import { once } from 'node:events';
import { Agent as HttpAgent, request as httpRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** A server, which speaks TLS where there is an authority to check its certificate with. */
export interface Target {
  readonly address: string;
  readonly port: number;
  /** Name that it is asked by. */
  readonly host: string;
  readonly ca?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** From writing the request on an open connection to the head of the answer, which is sent with the first bytes of the body or before them. */
  readonly millisecondsToFirstByte: number;
}

/** Connections that stay open, one for each server. */
const AGENTS = { http: new HttpAgent({ keepAlive: true, maxSockets: 1 }), https: new HttpsAgent({ keepAlive: true, maxSockets: 1 }) };

/** Asks for a path and reads all of the answer. */
export async function answer({ address, port, host, ca }: Target, path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const options = { host: address, port, path, headers: { Host: host, ...headers } };
  const request = ca === undefined ? httpRequest({ ...options, agent: AGENTS.http }) : httpsRequest({ ...options, agent: AGENTS.https, servername: host, ca });
  const start = performance.now();
  request.end();
  const [response] = await once(request, 'response') as [IncomingMessage];
  const millisecondsToFirstByte = performance.now() - start;
  const parts: Buffer[] = [];
  for await (const part of response) {
    parts.push(part as Buffer);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts), millisecondsToFirstByte };
}

/** Closes all connections. */
export function hangUp(): void {
  AGENTS.http.destroy();
  AGENTS.https.destroy();
}
