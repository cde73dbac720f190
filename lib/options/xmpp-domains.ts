/**
 * The names that the XMPP server gives to its parts. They are logical, need no DNS record and must agree in all components, so all of them follow from one domain.
 */
export class XmppDomains {
  /** Virtual host of people in meetings (`XMPP_DOMAIN`). */
  public readonly domain: string;
  /** Virtual host of the service accounts of Jicofo and JVB (`XMPP_AUTH_DOMAIN`). */
  public readonly authDomain: string;
  /** Component that holds the meeting rooms (`XMPP_MUC_DOMAIN`). */
  public readonly mucDomain: string;
  /** Component that holds the rooms in which bridges report to Jicofo (`XMPP_INTERNAL_MUC_DOMAIN`). */
  public readonly internalMucDomain: string;
  /** Virtual host of people without an account, when others have one (`XMPP_GUEST_DOMAIN`). */
  public readonly guestDomain: string;
  /** Virtual host of participants that nobody sees, such as recorders (`XMPP_HIDDEN_DOMAIN`). */
  public readonly hiddenDomain: string;

  /** Room in which bridges report to Jicofo (`JVB_BREWERY_MUC`). */
  public readonly bridgeRoom: string = 'jvbbrewery';
  /** Account of the bridges (`JVB_AUTH_USER`). */
  public readonly bridgeUser: string = 'jvb';

  /**
   * @param domain the domain that all names are made of.
   */
  constructor(domain: string) {
    this.domain = domain;
    this.authDomain = `auth.${domain}`;
    this.mucDomain = `muc.${domain}`;
    this.internalMucDomain = `internal-muc.${domain}`;
    this.guestDomain = `guest.${domain}`;
    this.hiddenDomain = `hidden.${domain}`;
  }
}
