import { runInNewContext } from 'node:vm';
import * as kplus from 'cdk8s-plus-27';
import { Drain, ExtraVolume, JitsiMeetChartProps, ProsodyPlugins, SiteFile } from '../lib';
import { extensionVariables } from '../lib/components/prosody-extensions';
import { Manifest, rendered } from './support/charts';
import { environmentOf, PodTemplate, workload } from './support/pods';
import { refusal, wrong } from './support/refusal';
import { run, snippets } from './support/snippets';

function files(props: Partial<JitsiMeetChartProps>, name: string): Record<string, string> {
  return rendered(props).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)?.data ?? {};
}

function pod(props: Partial<JitsiMeetChartProps>, name: string): PodTemplate['spec'] {
  return workload(rendered(props), name).spec.template.spec;
}

function environment(props: Partial<JitsiMeetChartProps>, name: string): Record<string, string> {
  return environmentOf(workload(rendered(props), name));
}

/** Names of the objects that differ from those of the default stack. */
function changed(props: Partial<JitsiMeetChartProps>, before: readonly Manifest[] = rendered()): string[] {
  const texts = new Set(before.map((object) => JSON.stringify(object)));
  return rendered(props).filter((object) => !texts.has(JSON.stringify(object))).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}

const logo = SiteFile.fromConfigMap('branding', 'logo.png');

describe('A branding', () => {
  test('names the site in scripts and titles, whatever is in the name', () => {
    const data = files({ web: { branding: { appName: '</script><b> & "we"', showWatermark: false } } }, 'jitsi-web');
    const interfaceConfig: Record<string, unknown> = {};
    runInNewContext(data['custom-interface_config.js'] ?? '', { interfaceConfig });

    expect(interfaceConfig).toEqual({ APP_NAME: '</script><b> & "we"', SHOW_JITSI_WATERMARK: false });
    expect(data['custom-interface_config.js']).not.toContain('</script');
    expect(data['title.html']).toContain('<title>&#60;/script&#62;&#60;b&#62; &#38; &#34;we&#34;</title>');
    expect(data['nginx-custom.site.conf']).toContain('location = /title.html {\n    types { }\n    default_type text/html;\n    alias /config/title.html;\n}');
  });

  test('loses against what the user wrote', () => {
    const data = files({ web: { branding: { appName: 'One' }, interfaceConfigJs: 'interfaceConfig.APP_NAME = "Two";' } }, 'jitsi-web');

    expect(data['custom-interface_config.js']).toBe('interfaceConfig.APP_NAME = "One";\ninterfaceConfig.APP_NAME = "Two";');
  });

  test('has its pictures served in place of the image\'s, as what they are', () => {
    const props = { web: { branding: { watermark: logo, favicon: SiteFile.fromConfigMap('branding', 'tab.ico') }, staticFiles: { '/images/back.webp': SiteFile.fromConfigMap('other', 'back.webp') } } };
    const configuration = files(props, 'jitsi-web')['nginx-custom.site.conf'] ?? '';
    const spec = pod(props, 'jitsi-web');

    expect(configuration).toContain('location = /images/watermark.svg {\n    types { }\n    default_type image/png;\n    alias /site-files/branding/logo.png;\n}');
    expect([...configuration.matchAll(/location = (\S+)/g)].map(([, path]) => path)).toEqual(['/images/watermark.svg', '/images/favicon.svg', '/images/favicon.ico', '/favicon.ico', '/images/back.webp']);
    expect(spec.containers[0]?.volumeMounts).toContainEqual({ name: 'site-files', mountPath: '/site-files', readOnly: true });
    expect(spec.volumes).toContainEqual({ name: 'site-files', projected: { sources: [
      { configMap: { name: 'branding', items: [{ key: 'logo.png', path: 'branding/logo.png' }, { key: 'tab.ico', path: 'branding/tab.ico' }] } },
      { configMap: { name: 'other', items: [{ key: 'back.webp', path: 'other/back.webp' }] } },
    ] } });
  });

  test('puts its part of NGINX where the image includes it, beside its scripts', () => {
    const [config] = pod({ web: { branding: { appName: 'Meetings' } } }, 'jitsi-web').volumes?.filter(({ name }) => name === 'config') ?? [];

    expect(config?.configMap?.items).toEqual([
      { key: 'custom-interface_config.js', path: 'custom-interface_config.js' }, { key: 'nginx-custom.site.conf', path: 'nginx-custom/site.conf' }, { key: 'title.html', path: 'title.html' },
    ]);
  });

  test('of an address, and a policy, are variables', () => {
    const props = { web: { branding: { dynamicBrandingUrl: 'https://example.org/b.json' }, contentSecurityPolicy: 'default-src \'self\' \'unsafe-inline\'' } };

    expect(environment(props, 'jitsi-web')).toMatchObject({ DYNAMIC_BRANDING_URL: 'https://example.org/b.json', CSP_HEADER: 'default-src \'self\' \'unsafe-inline\'' });
    expect(changed(props)).toEqual(['Deployment/jitsi-web']);
    expect(refusal(() => rendered({ web: { ...props.web, extraEnv: { CSP_HEADER: kplus.EnvValue.fromValue('x') } } }))).toContain('web.extraEnv.CSP_HEADER: the construct sets this variable itself: a prop of web gives it already');
  });
});

describe('Own text', () => {
  test('of Prosody is a file of its own in the folder that the image makes', () => {
    const props = { prosody: { customConfig: 'a = { "b", "c" }\n' } };

    expect(files(props, 'jitsi-prosody')).toEqual({ 'custom.cfg.lua': 'a = { "b", "c" }\n' });
    expect(pod(props, 'jitsi-prosody').containers[0]?.volumeMounts).toContainEqual({ name: 'config', mountPath: '/config/conf.d', readOnly: true });
  });

  test('of Jicofo is the image\'s own file', () => {
    expect(files({ jicofo: { customConfig: 'jicofo.a = 1' } }, 'jitsi-jicofo')).toEqual({ 'custom-jicofo.conf': 'jicofo.a = 1' });
    expect(pod({ jicofo: { customConfig: 'jicofo.a = 1' } }, 'jitsi-jicofo').containers[0]?.volumeMounts).toContainEqual({ name: 'config', mountPath: '/config', readOnly: true });
  });

  test('of bridges stands before what the library needs, which therefore wins', () => {
    const drain = Drain.atOnce();

    expect(files({ jvb: { customConfig: 'a = 1', drain } }, 'jitsi-jvb')['custom-jvb.conf']).toBe('a = 1\n');
    expect(files({ jvb: { customConfig: 'a = 1\nb {\n}\n', bridges: 2 } }, 'jitsi-jvb')['custom-jvb.conf']).toBe('a = 1\nb {\n}\nvideobridge.shutdown.graceful-shutdown-max-duration = 1800 seconds\n');
  });

  test.each<[string, Partial<JitsiMeetChartProps>, string[]]>([
    ['Prosody', { prosody: { customConfig: 'a = 1' } }, ['ConfigMap/jitsi-prosody', 'Deployment/jitsi-prosody']],
    ['Jicofo', { jicofo: { customConfig: 'a = 1' } }, ['ConfigMap/jitsi-jicofo', 'Deployment/jitsi-jicofo']],
    ['bridges', { jvb: { customConfig: 'a = 1' } }, ['ConfigMap/jitsi-jvb', 'Deployment/jitsi-jvb-0']],
    ['web', { web: { branding: { appName: 'a' } } }, ['ConfigMap/jitsi-web', 'Deployment/jitsi-web']],
  ])('of %s rolls it when it changes, and nothing else', (_component, props, names) => {
    const other = JSON.parse(JSON.stringify(props).replace(/"a( = 1)?"/, '"b$1"')) as Partial<JitsiMeetChartProps>;

    expect(changed(props)).toEqual(names);
    expect(changed(other, rendered(props))).toEqual(names);
  });
});

describe('Prosody\'s own modules', () => {
  const props = { prosody: { plugins: [ProsodyPlugins.fromConfigMap('one', ['mod_a.lua']), ProsodyPlugins.fromConfigMap('two', ['mod_b.lua', 'b.lib.lua'])], modules: { muc: ['a', 'b'], server: ['c'] } } };

  test('of several ConfigMaps lie in the one folder in which the image looks', () => {
    expect(pod(props, 'jitsi-prosody').volumes).toContainEqual({ name: 'plugins', projected: { sources: [
      { configMap: { name: 'one', items: [{ key: 'mod_a.lua', path: 'mod_a.lua' }] } },
      { configMap: { name: 'two', items: [{ key: 'mod_b.lua', path: 'mod_b.lua' }, { key: 'b.lib.lua', path: 'b.lib.lua' }] } },
    ] } });
    expect(pod(props, 'jitsi-prosody').containers[0]?.volumeMounts).toContainEqual({ name: 'plugins', mountPath: '/prosody-plugins-custom', readOnly: true });
  });

  test('are loaded beside those that other props load', () => {
    expect(extensionVariables(props.prosody, { XMPP_MUC_MODULES: 'muc_wait_for_host,a', XMPP_MODULES: 'x' })).toEqual({ XMPP_MUC_MODULES: 'muc_wait_for_host,a,b', GLOBAL_MODULES: 'c' });
  });

  test('are loaded where they are named', () => {
    expect(environment(props, 'jitsi-prosody')).toMatchObject({ XMPP_MUC_MODULES: 'a,b', GLOBAL_MODULES: 'c' });
    expect(changed(props)).toEqual(['Deployment/jitsi-prosody']);
  });
});

describe('Refused is', () => {
  test.each<[string, Partial<JitsiMeetChartProps>, string]>([
    ['a name of two lines', { web: { branding: { appName: 'a\nb' } } }, 'web.branding.appName: "a\\nb" must be one line'],
    ['an address without TLS', { web: { branding: { dynamicBrandingUrl: 'http://example.org' } } }, 'web.branding.dynamicBrandingUrl: "http://example.org" is no address that browsers could open'],
    ['an address that ends the script', { web: { branding: { dynamicBrandingUrl: 'https://example.org/\';' } } }, 'web.branding.dynamicBrandingUrl: '],
    ['a picture that is not shown', { web: { branding: { watermark: logo, showWatermark: false } } }, 'web.branding.showWatermark: nobody would see the picture'],
    ['a file of no kind', { web: { branding: { watermark: SiteFile.fromConfigMap('branding', 'logo') } } }, 'web.branding.watermark.key: "logo" does not say what kind of file it is; end it in one of css, gif'],
    ['a file without a key', { web: { staticFiles: { '/logo.png': SiteFile.fromConfigMap('branding', wrong(undefined)) } } }, 'web.staticFiles["/logo.png"].key: is missing; write a key of the ConfigMap, such as "logo.svg"'],
    ['a path that the image serves', { web: { staticFiles: { '/config.js': SiteFile.fromConfigMap('a', 'a.js') } } }, 'web.staticFiles: "/config.js" is served already'],
    ['a path of the branding', { web: { branding: { watermark: logo }, staticFiles: { '/images/watermark.svg': logo } } }, 'web.staticFiles: "/images/watermark.svg" is served already'],
    ['a path out of the site', { web: { staticFiles: { '/images/../a': logo } } }, 'web.staticFiles: "/images/../a" is no path of a file'],
    ['a policy that ends the header', { web: { contentSecurityPolicy: 'default-src "self"' } }, 'web.contentSecurityPolicy: "default-src \\"self\\"" must be one line without ", \\ and $'],
    ['HOCON that is not closed', { jicofo: { customConfig: 'jicofo { a = 1' } }, 'jicofo.customConfig: does not close "{", and the program would not start'],
    ['HOCON that closes too much', { jvb: { customConfig: 'a = 1 }' } }, 'jvb.customConfig: has a "}" that nothing opened'],
    ['HOCON with an open quote', { jvb: { customConfig: 'a = "b' } }, 'jvb.customConfig: does not close a quote'],
    ['no Lua', { prosody: { customConfig: ' ' } }, 'prosody.customConfig: is empty; leave it out'],
    ['more than apply can keep', { prosody: { customConfig: 'a'.repeat(210_000) } }, 'prosody.customConfig: has 210002 bytes in the manifest'],
    ['a module that is no Lua', { prosody: { plugins: [ProsodyPlugins.fromConfigMap('a', ['mod_a'])] } }, 'prosody.plugins[0].files: ["mod_a"] must be one or more different names of files that end in ".lua"'],
    ['a file of two ConfigMaps', { prosody: { plugins: [ProsodyPlugins.fromConfigMap('a', ['mod_a.lua']), ProsodyPlugins.fromConfigMap('b', ['mod_a.lua'])] } }, 'prosody.plugins[1]: "mod_a.lua" is in an earlier ConfigMap too'],
    ['two modules in one text', { prosody: { modules: { muc: ['a,b'] } } }, 'prosody.modules.muc: ["a,b"] must be one or more different names'],
    ['modules named twice', { prosody: { modules: { muc: ['a'] }, extraEnv: { XMPP_MUC_MODULES: kplus.EnvValue.fromValue('b') } } }, 'prosody.extraEnv.XMPP_MUC_MODULES: '],
    [
      'a volume where modules are', { prosody: { plugins: [ProsodyPlugins.fromConfigMap('a', ['mod_a.lua'])], extraVolumes: [ExtraVolume.configMap('own', 'own', { mountPath: '/prosody-plugins-custom' })] } },
      'prosody.extraVolumes[0]: another prop beside this one brings a volume "plugins" at "/prosody-plugins-custom"',
    ],
    [
      'a volume named as that of pictures', { web: { branding: { watermark: logo }, extraVolumes: [ExtraVolume.configMap('site-files', 'own', { mountPath: '/opt/own' })] } },
      'web.extraVolumes[0]: another prop beside this one brings a volume "site-files"',
    ],
  ])('%s', (_title, props, said) => {
    expect(refusal(() => rendered(props))).toContain(said);
  });

  test('no volume of one\'s own where no prop brings one', () => {
    expect(() => rendered({ prosody: { extraVolumes: [ExtraVolume.configMap('plugins', 'own', { mountPath: '/prosody-plugins-custom' })], extraEnv: { XMPP_MUC_MODULES: kplus.EnvValue.fromValue('b') } } })).not.toThrow();
  });
});

describe('The guide', () => {
  const shown = [...snippets('ts')].filter(([file]) => file.includes('customisation.md')).map(([, source]) => run(source).props);

  test('shows props that are taken, for the components of which it says so', () => {
    expect(shown.map((props) => changed(props))).toEqual([
      ['ConfigMap/jitsi-web', 'Deployment/jitsi-prosody', 'Deployment/jitsi-jicofo', 'Deployment/jitsi-web'],
      ['ConfigMap/jitsi-web', 'Deployment/jitsi-web'],
      ['ConfigMap/jitsi-prosody', 'ConfigMap/jitsi-jicofo', 'ConfigMap/jitsi-jvb', 'Deployment/jitsi-prosody', 'Deployment/jitsi-jicofo', 'Deployment/jitsi-jvb-0'],
    ]);
  });
});
