import { nearest } from '../../validation/nearest';
import { flag, instance, list, oneOf, required, Shape, text } from '../../validation/shapes';
import { at, shown, Violation } from '../../validation/violations';
import { JwtKey } from './jwt-key';
import { SIGN_IN, SignInOptions, SignInWay } from './sign-in';
import { itemViolations, listViolations, quotedViolations } from './texts';
import { flagVariable, ProsodyVariables, WebVariables } from './variables';

/** How tokens are signed. */
export enum JwtAlgorithm {
  /** HMAC with SHA-256 and a shared secret. */
  HS256 = 'HS256',
  /** HMAC with SHA-384 and a shared secret. */
  HS384 = 'HS384',
  /** HMAC with SHA-512 and a shared secret. */
  HS512 = 'HS512',
  /** RSA with SHA-256, for keys of a key server. */
  RS256 = 'RS256',
  /** RSA with SHA-384, for keys of a key server. */
  RS384 = 'RS384',
  /** RSA with SHA-512, for keys of a key server. */
  RS512 = 'RS512',
}

/** Which tokens let people in, and where they get one. */
export interface JwtOptions extends SignInOptions {
  /** Name of the application that makes tokens (`JWT_APP_ID`). */
  readonly appId: string;

  /** What proves that a token is theirs. */
  readonly key: JwtKey;

  /**
   * Values of `iss` that are accepted (`JWT_ACCEPTED_ISSUERS`).
   *
   * @default - The app id alone.
   */
  readonly acceptedIssuers?: string[];

  /**
   * Values of `aud` that are accepted (`JWT_ACCEPTED_AUDIENCES`). `*` accepts all.
   *
   * @default - The app id alone.
   */
  readonly acceptedAudiences?: string[];

  /**
   * How tokens must be signed (`JWT_SIGN_TYPE`).
   *
   * @default - HS256 with a shared secret, RS256 with a key server.
   */
  readonly signatureAlgorithm?: JwtAlgorithm;

  /**
   * Whether the `sub` of a token must be the tenant of the meeting or, without one, the XMPP domain (`JWT_ENABLE_DOMAIN_VERIFICATION`).
   *
   * @default false
   */
  readonly domainVerification?: boolean;

  /**
   * Whether people without a token are let in as if they had one (`JWT_ALLOW_EMPTY`). For guests beside people with tokens, set `guests` instead.
   *
   * @default false
   */
  readonly allowEmpty?: boolean;

  /**
   * Page that gives a token to whoever has none and sends them back to the meeting (`TOKEN_AUTH_URL`). Of `{room}` in it the site makes the name of the meeting.
   *
   * @default - People come with a token in their link.
   */
  readonly tokenAuthUrl?: string;

  /**
   * Whether browsers that were given a token before go to `tokenAuthUrl` by themselves (`config.tokenAuthUrlAutoRedirect`).
   *
   * @default false
   */
  readonly tokenAuthUrlAutoRedirect?: boolean;

  /**
   * Whether tokens say who is a moderator: those with `context.user.moderator` or `context.user.affiliation: "owner"` (the module `token_affiliation`). Guests then wait in the lobby.
   *
   * @default false - Everybody who came with a token is.
   */
  readonly moderatorsByToken?: boolean;
}

const TEXT = text('a text such as "meetings"');
const OPTIONS: Shape<JwtOptions> = {
  ...SIGN_IN,
  appId: required(TEXT),
  key: required(instance<JwtKey>('JwtKey', () => JwtKey, 'JwtKey.sharedSecret(SecretKey.fromSecret("jitsi-jwt", "app-secret")) or JwtKey.keyServer("https://keys.example.org/asap")')),
  acceptedIssuers: list(TEXT),
  acceptedAudiences: list(TEXT),
  signatureAlgorithm: oneOf<JwtAlgorithm>('JwtAlgorithm', JwtAlgorithm),
  domainVerification: flag,
  allowEmpty: flag,
  tokenAuthUrl: text('the address of a page, such as "https://login.example.org/room/{room}"'),
  tokenAuthUrlAutoRedirect: flag,
  moderatorsByToken: flag,
};

/** What the site puts something in place of. */
const PLACEHOLDERS = ['room', 'state'];

/** Tokens. */
export class JwtWay extends SignInWay<JwtOptions> {
  protected readonly type = 'jwt';
  protected get shape(): Shape<JwtOptions> {
    return OPTIONS;
  }

  public override get web(): WebVariables {
    return { ...super.web, TOKEN_AUTH_URL: this.options.tokenAuthUrl };
  }

  public override get prosody(): ProsodyVariables {
    const { appId, key, acceptedIssuers = [appId], acceptedAudiences = [appId], signatureAlgorithm, domainVerification, allowEmpty, moderatorsByToken = false } = this.options;
    return {
      ...super.prosody,
      // Else the module that keeps guests in the lobby would make a moderator of everybody with a token.
      WAIT_FOR_HOST_DISABLE_AUTO_OWNERS: this.lobby && moderatorsByToken ? '1' : undefined,
      JWT_APP_ID: appId,
      ...key._variables,
      JWT_ACCEPTED_ISSUERS: acceptedIssuers.join(','),
      JWT_ACCEPTED_AUDIENCES: acceptedAudiences.join(','),
      JWT_SIGN_TYPE: signatureAlgorithm,
      JWT_ENABLE_DOMAIN_VERIFICATION: flagVariable(domainVerification),
      JWT_ALLOW_EMPTY: flagVariable(allowEmpty),
    };
  }

  public get configLines(): readonly string[] {
    return this.options.tokenAuthUrlAutoRedirect === true ? ['config.tokenAuthUrlAutoRedirect = true;'] : [];
  }

  public override get serverPorts(): readonly number[] {
    return this.options.key._serverPorts;
  }

  protected override get mucModules(): readonly string[] {
    return [...this.options.moderatorsByToken === true ? ['token_affiliation'] : [], ...super.mucModules];
  }

  protected override get jicofoTrusts(): boolean {
    return this.lobby || this.options.moderatorsByToken === true;
  }

  protected rules(path: string): Violation[] {
    const { appId, key, acceptedIssuers, acceptedAudiences, signatureAlgorithm, tokenAuthUrl, tokenAuthUrlAutoRedirect = false } = this.options;
    return [
      ...itemViolations(path, 'appId', appId),
      ...key._violations(at(path, 'key')),
      ...listViolations(path, 'acceptedIssuers', acceptedIssuers),
      ...listViolations(path, 'acceptedAudiences', acceptedAudiences),
      ...(signatureAlgorithm !== undefined && signatureAlgorithm.startsWith('HS') !== key._shared
        ? [{ field: at(path, 'signatureAlgorithm'), problem: `${signatureAlgorithm} does not fit the key; write one that begins with ${key._shared ? 'HS for a shared secret' : 'RS for a key server'}` }] : []),
      ...quotedViolations(path, 'tokenAuthUrl', tokenAuthUrl),
      ...(tokenAuthUrl !== undefined && !/^https:\/\/[^/?#\s<>]+([/?][^\s<>]*)?$/.test(tokenAuthUrl)
        ? [{ field: at(path, 'tokenAuthUrl'), problem: `${shown(tokenAuthUrl)} is no address of a page; write one such as "https://login.example.org/room/{room}"` }] : []),
      ...[...(tokenAuthUrl ?? '').matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) => {
        const meant = PLACEHOLDERS.includes(name) ? undefined : nearest(name, PLACEHOLDERS);
        return meant === undefined ? [] : [{ field: at(path, 'tokenAuthUrl'), problem: `the site puts nothing in place of {${name}}; did you mean {${meant}}?` }];
      }),
      ...(tokenAuthUrlAutoRedirect && tokenAuthUrl === undefined ? [{ field: at(path, 'tokenAuthUrlAutoRedirect'), problem: 'there is nowhere to go; set tokenAuthUrl, or leave it out' }] : []),
      ...this.contradictions(path),
    ];
  }

  /** What lets in more people than somebody who wrote it would think. */
  private contradictions(path: string): Violation[] {
    const { moderatorsByToken = false, allowEmpty = false, guests = false } = this.options;
    return [
      ...(moderatorsByToken && guests && !this.lobby
        ? [{ field: at(path, 'moderatorsByToken'), problem: 'guests could open meetings, because Jicofo no longer asks who has signed in; set waitForHost to WaitForHost.LOBBY, or guests to false' }] : []),
      ...(allowEmpty && guests ? [{ field: at(path, 'allowEmpty'), problem: 'guests come without a token already; leave one of both out' }] : []),
      ...(allowEmpty && this.jicofoTrusts ? [{ field: at(path, 'allowEmpty'), problem: 'people without a token could open meetings, because Jicofo no longer asks who has signed in; leave it out' }] : []),
    ];
  }
}
