import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EdgeExposure, IngressController } from '../../lib';
import { INGRESS_CONTROLLERS } from '../../lib/edge/ingress-controllers';
import { NginxOptions } from '../../lib/components/nginx-options';
import { ClientLimits } from '../../lib/nginx/client-limits';
import { rendered } from '../support/charts';
import { DOCUMENTED_EDGES } from '../support/edges';
import { everythingOfTheEdge } from '../support/everything';
import { tableOf } from '../support/markdown';
import { findings } from '../support/posture-rules';

const TEXT = readFileSync(resolve(__dirname, '../../docs/entry-points.md'), 'utf8');

describe('docs/entry-points.md', () => {
  test('has a line for each way in, and an example of each', () => {
    const factories = Object.getOwnPropertyNames(EdgeExposure).filter((name) => !['length', 'name', 'prototype'].includes(name));
    const rows = tableOf(TEXT, '`EdgeExposure`').map(([factory = '']) => /`(\w+)`/.exec(factory)?.[1]);
    const shown = DOCUMENTED_EDGES.map(([, { edge }]) => edge?._way.name).filter((name) => name !== undefined);

    expect([...new Set(rows)].sort()).toEqual([...factories].sort());
    expect([...new Set(shown)].sort()).toEqual([...factories].sort());
  });

  test.each(DOCUMENTED_EDGES)('shows a stack without a finding: %s', (_title, props) => {
    expect(findings(rendered(props))).toEqual([]);
  });

  test('says of each Ingress controller its class and its annotations', () => {
    expect(tableOf(TEXT, '`IngressController`')).toEqual(Object.entries(IngressController).map(([member, value]) => {
      const { className, annotations } = INGRESS_CONTROLLERS[value];
      return [`\`${member}\``, `\`${className}\``, Object.keys(annotations).map((key) => `\`${key}\``).join(', ') || 'none'];
    }));
  });

  test('says which annotations of Ingress controllers hold the largest body of a request', () => {
    const [sentence = ''] = /^`nginx\.maxRequestBody` goes into .*$/m.exec(TEXT) ?? [];

    expect([...sentence.matchAll(/`(\S+\/\S+)`/g)].map(([, key]) => key)).toEqual(Object.values(INGRESS_CONTROLLERS).flatMap(({ bodySize = [] }) => bodySize));
  });

  test('has limits for a school that hold what it reckons with', () => {
    const [, , requests = '', atOnce = ''] = ['', ...tableOf(TEXT, 'who opens the page').find(([who]) => who === '500 people in one second') ?? []];
    const given = DOCUMENTED_EDGES.flatMap(([, { nginx }]) => nginx?.clientLimits?._numbers ?? []);

    expect(given.map(({ burst, connections }) => ({ burst, connections }))).toEqual([{ burst: Number(requests.replace(',', '')), connections: Number(atOnce.replace(',', '')) }]);
  });

  test('says of each option of the edge what it is by default, with the numbers of the limits', () => {
    const rows = tableOf(TEXT, '`nginx`');
    const options: ReadonlyArray<keyof NginxOptions> = ['hsts', ...Object.keys(everythingOfTheEdge) as Array<keyof typeof everythingOfTheEdge>];
    const { connections, requestsPerSecond, burst } = ClientLimits.perAddress()._numbers ?? {};

    expect(rows.flatMap(([names = '']) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name)).sort()).toEqual([...options].sort());
    expect(rows[0]?.[1]).toBe(`${connections} open requests and websockets, ${requestsPerSecond} requests a second after the first ${burst}`);
  });
});
