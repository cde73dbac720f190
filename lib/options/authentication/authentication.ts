import { Violation } from '../../validation/violations';
import { InternalAccountsOptions, InternalAccountsWay } from './internal-accounts';
import { JwtOptions, JwtWay } from './jwt';
import { LdapWay } from './ldap';
import { LdapOptions } from './ldap-options';
import { HybridMatrixTokenWay, MatrixWay } from './matrix';
import { HybridMatrixTokenOptions, MatrixOptions } from './matrix-options';
import { NoAuthenticationOptions, NoneWay } from './none';
import { AuthenticationWay } from './way';

/** Who may open a meeting. One object for web, Prosody and Jicofo, so that they cannot disagree. */
export class Authentication {
  /**
   * Everybody who can reach the site may open meetings.
   *
   * @param options who is a moderator.
   */
  public static none(options: NoAuthenticationOptions = {}): Authentication {
    return new Authentication(new NoneWay(options));
  }

  /**
   * People with an account in Prosody, which keeps them on a persistent volume.
   *
   * @param options the volume, the first users, and what guests may.
   */
  public static internalAccounts(options: InternalAccountsOptions = {}): Authentication {
    return new Authentication(new InternalAccountsWay(options));
  }

  /**
   * People with a token that another application made.
   *
   * @param options which tokens, where people get them, and what guests may.
   */
  public static jwt(options: JwtOptions): Authentication {
    return new Authentication(new JwtWay(options));
  }

  /**
   * People with an account of an LDAP server, such as a directory of a company.
   *
   * @param options the server, who is searched for, and what guests may.
   */
  public static ldap(options: LdapOptions): Authentication {
    return new Authentication(new LdapWay(options));
  }

  /**
   * Members of a Matrix room, which a Matrix User Verification Service knows.
   *
   * @param options the service, and what guests may.
   */
  public static matrix(options: MatrixOptions): Authentication {
    return new Authentication(new MatrixWay(options));
  }

  /**
   * Members of a Matrix room, and people with a token that another application made.
   *
   * @param options the service, which tokens, and what guests may.
   */
  public static hybridMatrixToken(options: HybridMatrixTokenOptions): Authentication {
    return new Authentication(new HybridMatrixTokenWay(options));
  }

  private constructor(
    /** @internal What the components ask. */
    public readonly _way: AuthenticationWay,
  ) {}

  /** @internal */
  public _violations(path: string): Violation[] {
    return this._way.violations(path);
  }
}
