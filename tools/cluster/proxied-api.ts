import { Agent, ClientRequest, request } from 'node:http';
import { RestClient } from '../../test/verify/cluster/support/rest-client';

/** An API server in a network of its own, asked through the socket of a `kubectl proxy` there. */
export class ProxiedApi extends RestClient {
  private readonly agent = new Agent({ keepAlive: true });

  public constructor(private readonly socketPath: string) {
    super();
  }

  protected ask(method: string, path: string, contentType: string): ClientRequest {
    return request({ socketPath: this.socketPath, method, path, agent: this.agent, headers: { 'Content-Type': contentType } });
  }
}
