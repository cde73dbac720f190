import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const { description, repository } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const REPOSITORY = repository.url.replace(/^git\+|\.git$/g, '');

/** Pages by what one wants to do, by their paths in the repository. */
const TASKS = {
  'Start': ['README.md', 'docs/first-meeting.md', 'docs/start.md', 'docs/certificate-and-domain.md', 'docs/migrating.md'],
  'People': ['docs/authentication.md', 'docs/customisation.md'],
  'Network': ['docs/entry-points.md', 'docs/exposure.md', 'docs/load-balancers.md', 'docs/turn.md', 'docs/network-policies.md'],
  'Day to day': ['docs/operations.md', 'docs/upgrading.md', 'docs/gitops.md', 'docs/reviewing.md'],
  'More of it': ['docs/scaling.md', 'docs/two-stacks.md'],
  'When something is wrong': ['docs/troubleshooting.md', 'docs/troubleshooting-media.md'],
  'Reference': ['API.md', 'docs/variables.md', 'docs/pictures.md', 'docs/security.md', 'CHANGELOG.md'],
  'How it is made': ['CONTRIBUTING.md', ...inFolder('docs/decisions')],
};
const PAGES = Object.values(TASKS).flat();

function inFolder(folder) {
  return readdirSync(join(ROOT, folder)).filter((file) => file.endsWith('.md')).sort().map((file) => `${folder}/${file}`);
}

function title(page) {
  const [, heading = page] = /^# (.*?)(?: <a .*)?$/m.exec(readFileSync(join(ROOT, page), 'utf8')) ?? [];
  return page === 'README.md' ? 'Overview' : heading.replaceAll('`', '');
}

/** Where the site has a page: the README is its first. */
function address(page) {
  return page === 'README.md' ? '/' : `/${page.replace(/\.md$/, '')}`;
}

/** Links to files of the repository that are no pages lead to the repository; those to the README to the first page. */
function repositoryLinks(md) {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'link_open')) {
      const [path, anchor = ''] = token.attrGet('href').split(/(?=#)/);
      const file = relative(ROOT, resolve(dirname(env.path), path));
      if (/^(https?:|#|\/)/.test(path) || path === '' || (PAGES.includes(file) && file !== 'README.md')) {
        continue;
      }
      if (file === 'README.md') {
        token.attrSet('href', `/${anchor}`);
      } else if (existsSync(join(ROOT, file))) {
        token.attrSet('href', `${REPOSITORY}/${statSync(join(ROOT, file)).isDirectory() ? 'tree' : 'blob'}/main/${file}${anchor}`);
      }
    }
  });
}

/** GitHub draws Mermaid, the site has the same picture as a file. */
function pictures(md) {
  const { fence } = md.renderer.rules;
  const picture = './docs/pictures/stack.svg';
  md.renderer.rules.fence = (tokens, index, options, env, self) => (
    tokens[index].info.trim() === 'mermaid' && existsSync(join(ROOT, picture)) ? `<img src="${picture}" alt="Components, ports and who talks to whom" style="background: white">` : fence(tokens, index, options, env, self)
  );
}

/** Braces in code are braces, and nothing that Vue fills in. */
function verbatimCode(md) {
  const { code_inline: code } = md.renderer.rules;
  md.renderer.rules.code_inline = (tokens, index, ...rest) => {
    tokens[index].attrSet('v-pre', '');
    return code(tokens, index, ...rest);
  };
}

const unlisted = inFolder('docs').filter((page) => !PAGES.includes(page));
if (unlisted.length > 0) {
  throw new Error(`no task leads to ${unlisted.join(', ')}; name them in ${relative(ROOT, fileURLToPath(import.meta.url))}`);
}

export default defineConfig({
  title: 'cdk8s-jitsi',
  description,
  srcDir: '../..',
  srcExclude: readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'docs').map(({ name }) => `${name}/**`),
  outDir: '../../build/site',
  cacheDir: '../../build/site-cache',
  rewrites: { 'README.md': 'index.md' },
  // Tables and manifests are wide.
  head: [['style', {}, '@media (min-width: 1440px) { .VPDoc.has-aside .content-container { max-width: 840px !important; } }']],
  markdown: {
    // Types in the reference are no attributes.
    attrs: { disable: true },
    // As GitHub does it, so that a link to a heading leads there in both places.
    anchor: { slugify: (heading) => heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-') },
    config: (md) => {
      repositoryLinks(md);
      pictures(md);
      verbatimCode(md);
    },
  },
  transformPageData: (page) => ({ frontmatter: { ...page.frontmatter, outline: page.relativePath === 'API.md' ? [2, 3] : 'deep' } }),
  themeConfig: {
    search: { provider: 'local' },
    sidebar: Object.entries(TASKS).map(([text, pages]) => ({ text, collapsed: text === 'How it is made', items: pages.map((page) => ({ text: title(page), link: address(page) })) })),
    nav: [{ text: 'First meeting', link: '/docs/first-meeting' }, { text: 'Troubleshooting', link: '/docs/troubleshooting' }, { text: 'Reference', link: '/API' }],
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
  },
});
