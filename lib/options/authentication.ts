import { OwnValue } from '../kubernetes/environment';

/** Who may open a meeting. One object for web, Prosody and Jicofo, so that they cannot disagree. */
export abstract class Authentication {
  /** Everybody who can reach the site may open meetings. */
  public static none(): Authentication {
    return new None();
  }

  protected constructor() {}

  /** @internal Variables that web, Prosody and Jicofo read and on which they must agree. */
  public abstract get _shared(): { readonly ENABLE_AUTH: OwnValue };
}

class None extends Authentication {
  constructor() {
    super();
  }

  public get _shared(): { readonly ENABLE_AUTH: OwnValue } {
    return { ENABLE_AUTH: '0' };
  }
}
