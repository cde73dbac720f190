import { mountCollisions } from '../options/component-violations';
import { ExtraVolume } from '../options/extra-volume';
import { at, shown, Violation } from '../validation/violations';
import { policyProblem } from './content-policy';
import { servedFiles, Site, SITE_FOLDER, takenPaths } from './site-files';

/** What web can be given beside its scripts. */
interface SiteOptions extends Site {
  readonly contentSecurityPolicy?: string;
  readonly extraVolumes?: ExtraVolume[];
}

/** Variables that the image reads for them, by the prop that gives them. */
export function siteVariables({ contentSecurityPolicy, branding }: SiteOptions): Readonly<Record<string, string>> {
  return {
    ...(contentSecurityPolicy !== undefined && { CSP_HEADER: contentSecurityPolicy }),
    ...(branding?.dynamicBrandingUrl !== undefined && { DYNAMIC_BRANDING_URL: branding.dynamicBrandingUrl }),
  };
}

/** A path that NGINX and browsers read alike. */
const PATH = /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/;

/** What is wrong with what the site serves. */
export function siteViolations(path: string, options: SiteOptions): Violation[] {
  const taken = takenPaths(options);
  const policy = options.contentSecurityPolicy === undefined ? undefined : policyProblem(options.contentSecurityPolicy);
  return [
    ...Object.entries(options.staticFiles ?? {}).flatMap(([at_, file]) => [
      ...(!PATH.test(at_) ? [{ field: at(path, 'staticFiles'), problem: `${shown(at_)} is no path of a file; write one such as "/images/background.png"` }]
        : taken.includes(at_) ? [{ field: at(path, 'staticFiles'), problem: `${shown(at_)} is served already, by the image or for the branding; choose another path, or leave the other out` }] : []),
      ...file._violations(at(path, `staticFiles["${at_}"]`)),
    ]),
    ...mountCollisions(path, options.extraVolumes, Object.keys(servedFiles(options)).length > 0 ? [{ name: 'site-files', mountPath: SITE_FOLDER }] : []),
    ...(policy === undefined ? [] : [{ field: at(path, 'contentSecurityPolicy'), problem: policy }]),
  ];
}
