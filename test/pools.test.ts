import * as kplus from 'cdk8s-plus-27';
import { AdvertisedAddress, JvbOptions, MediaExposure } from '../lib';
import { InvalidPropsError } from '../lib/validation/violations';
import { meetChart } from './support/charts';

function fixed(address: string, port?: number): JvbOptions {
  return { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed([address]), port }) };
}

const brewery = { extraEnv: { ENABLE_JVB_XMPP_SERVER: kplus.EnvValue.fromValue('1') } };

/** What is said of the last of some pools, each as `field: problem`. */
function refusal(first: JvbOptions, ...pools: ReadonlyArray<readonly [name: string, options: JvbOptions]>): string[] {
  const { meet } = meetChart({ jvb: first, ...(first.extraEnv && { jicofo: brewery }) });
  try {
    pools.forEach(([name, options]) => meet.addBridges(name, options));
    return [];
  } catch (error) {
    return error instanceof InvalidPropsError ? error.violations.map(({ field, problem }) => `${field}: ${problem}`) : [String(error)];
  }
}

describe('A pool beside others', () => {
  test('is refused under the name of another one', () => {
    expect(refusal({}, ['eu', {}], ['eu', {}])).toEqual(['pool: there is a pool "eu" already; choose another name']);
  });

  test('is refused when it announces an address and port of another one', () => {
    const problem = 'is announced by another pool; choose another address, or another port of exposure';

    expect(refusal(fixed('203.0.113.10'), ['eu', fixed('203.0.113.10')])).toEqual([`exposure.address: "203.0.113.10#10000" ${problem}`]);
    expect(refusal({}, ['eu', { ...fixed('203.0.113.10', 10001), bridges: 3 }], ['us', fixed('203.0.113.10', 10003)])).toEqual([`exposure.address: "203.0.113.10#10003" ${problem}`]);
    expect(refusal(fixed('203.0.113.10#443'), ['eu', fixed('203.0.113.10#443', 20000)])).toEqual([`exposure.address: "203.0.113.10#443" ${problem}`]);
  });

  test('may announce the address of another one at another port', () => {
    expect(refusal({ ...fixed('203.0.113.10'), bridges: 2 }, ['eu', fixed('203.0.113.10', 10002)], ['us', fixed('203.0.113.11')])).toEqual([]);
  });

  test('is refused without a variable on which Jicofo and the first pool agree', () => {
    expect(refusal(brewery, ['eu', {}])).toEqual(['extraEnv.ENABLE_JVB_XMPP_SERVER: jicofo, jvb read this variable and must agree; give all of them the same value']);
  });

  test('is refused with a variable that Jicofo must have too', () => {
    expect(refusal({}, ['eu', brewery])).toEqual(['extraEnv.ENABLE_JVB_XMPP_SERVER: jicofo, jvb read this variable and must agree; give all of them the same value']);
  });

  test('is taken with the variables of the first one', () => {
    expect(refusal(brewery, ['eu', brewery])).toEqual([]);
  });
});
