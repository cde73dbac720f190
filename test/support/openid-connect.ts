import { parseAllDocuments } from 'yaml';
import { JitsiMeetChartProps } from '../../lib';
import { Manifest } from './charts';
import { run, snippets } from './snippets';

function shown(language: string): string {
  const [source] = [...snippets(language)].filter(([file, text]) => file.includes('/authentication.md.') && text.includes('oidc')).map(([, text]) => text);
  if (source === undefined) {
    throw new Error(`docs/authentication.md shows nothing for OpenID Connect in ${language}`);
  }
  return source;
}

/** What the document says that a stack with an adapter for OpenID Connect has. */
export function openIdConnectProps(): Partial<JitsiMeetChartProps> {
  return run(shown('ts')).props;
}

/** The adapter beside it, as the document deploys it. */
export function openIdConnectAdapter(): Manifest[] {
  return parseAllDocuments(shown('yaml')).map((document) => document.toJS() as Manifest);
}
