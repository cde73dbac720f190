import { readFileSync } from 'node:fs';
import { ClientRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { RestClient } from './rest-client';

/** Where an API server is, and who asks. */
export interface ApiAddress {
  readonly port: number;
  readonly token: string;
  /** File with the certificate of its authority. */
  readonly certificateAuthority: string;
}

/** An API server on this machine, asked as somebody who has a token. */
export class Api extends RestClient {
  /** That of the running tests, as start-control-plane.ts left it in the environment. */
  public static ofTests(): Api {
    const address = process.env.TEST_API_SERVER;
    if (address === undefined) {
      throw new Error('TEST_API_SERVER is not set: start these tests with tools/verify.sh');
    }
    return new Api(JSON.parse(address) as ApiAddress);
  }

  // Its sockets do not keep the process alive when they are idle.
  private readonly agent = new Agent({ keepAlive: true });
  private authority: string | undefined;

  public constructor(public readonly address: ApiAddress) {
    super();
  }

  protected ask(method: string, path: string, contentType: string): ClientRequest {
    const { port, token, certificateAuthority } = this.address;
    const ca = this.authority ?? readFileSync(certificateAuthority, 'utf8');
    // An API server that makes it itself may not have written it yet.
    this.authority = ca.endsWith('-----END CERTIFICATE-----\n') ? ca : undefined;
    return request({
      host: '127.0.0.1', port, method, path, agent: this.agent, ca, headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': contentType },
    });
  }
}
