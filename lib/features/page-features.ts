import { formed, names, scriptedNames, scriptedToggle, toggle } from './kinds-of-settings';
import { group, Setting } from './setting';

/** What the site shows around meetings. Read by web. Each prop is named as the image's variable, or where there is none as in `config.js`. */
export interface PageFeatures {
  /**
   * Language of those whose browser asks for none that the site has, such as `fr` or `pt-BR`.
   *
   * @default - English.
   */
  readonly defaultLanguage?: string;

  /**
   * Whether there is a page before a meeting, on which people check their camera.
   *
   * @default true
   */
  readonly enablePrejoinPage?: boolean;

  /**
   * Whether that page does not ask for a name.
   *
   * @default false
   */
  readonly hidePrejoinDisplayName?: boolean;

  /**
   * Further ways to join that the page does not offer: `no-audio`, `by-phone`.
   *
   * @default - All are offered.
   */
  readonly hidePrejoinExtraButtons?: string[];

  /**
   * Buttons that the page does not have: `microphone`, `camera`, `select-background`, `invite`, `settings`.
   *
   * @default - It has all.
   */
  readonly hidePremeetingButtons?: string[];

  /**
   * Whether the address of the site alone shows a page on which people choose a room. Without it they land in a room of a random name.
   *
   * @default true
   */
  readonly enableWelcomePage?: boolean;

  /**
   * Whether people see a page after a meeting.
   *
   * @default false
   */
  readonly enableClosePage?: boolean;

  /**
   * Whether phones do not offer to open a meeting in Jitsi's app.
   *
   * @default false
   */
  readonly disableDeepLinking?: boolean;

  /**
   * Whether browsers ask nobody else: no pictures of Gravatar, no scripts of analytics, no calendars. Written to `config.js`.
   *
   * @default false
   */
  readonly disableThirdPartyRequests?: boolean;

  /**
   * Whether people cannot change their name and address of mail.
   *
   * @default false
   */
  readonly disableProfile?: boolean;

  /**
   * The buttons of a meeting, such as `microphone`, `camera`, `desktop` and `hangup`. All others go.
   *
   * @default - All buttons of the site.
   */
  readonly toolbarButtons?: string[];

  /**
   * The notifications that people see, such as `lobby.joinRejectedMessage`, by the names in the site's `config.js`; none with an empty list. Written to `config.js`.
   *
   * @default - All notifications.
   */
  readonly notifications?: string[];

  /**
   * Notifications that people do not see. Written to `config.js`.
   *
   * @default - None.
   */
  readonly disabledNotifications?: string[];
}

/** What they become. */
export const PAGE: Setting<PageFeatures> = group<PageFeatures>({
  defaultLanguage: formed('DEFAULT_LANGUAGE', 'web', { pattern: /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, write: 'a language such as "fr" or "pt-BR"' }),
  enablePrejoinPage: toggle('ENABLE_PREJOIN_PAGE', 'web'),
  hidePrejoinDisplayName: toggle('HIDE_PREJOIN_DISPLAY_NAME', 'web'),
  hidePrejoinExtraButtons: names('HIDE_PREJOIN_EXTRA_BUTTONS', 'web', 'by-phone'),
  hidePremeetingButtons: names('HIDE_PREMEETING_BUTTONS', 'web', 'invite'),
  enableWelcomePage: toggle('ENABLE_WELCOME_PAGE', 'web'),
  enableClosePage: toggle('ENABLE_CLOSE_PAGE', 'web'),
  disableDeepLinking: toggle('DISABLE_DEEP_LINKING', 'web'),
  disableThirdPartyRequests: scriptedToggle('disableThirdPartyRequests'),
  disableProfile: toggle('DISABLE_PROFILE', 'web'),
  toolbarButtons: names('TOOLBAR_BUTTONS', 'web', 'microphone'),
  notifications: scriptedNames('notifications', 'lobby.joinRejectedMessage'),
  disabledNotifications: scriptedNames('disabledNotifications', 'notify.moderator'),
});
