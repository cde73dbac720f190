import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { AdvertisedAddress, MediaExposure } from '../../lib';
import { scopePerTest } from './support/scope';
import { StandIn } from './support/stand-in';
import { throughout, until } from './support/until';

const scope = scopePerTest();
const JSON_TYPE = 'application/json';
const GRACEFUL = '{"graceful-shutdown": true}';
const AT_ONCE = '{"graceful-shutdown": false}';

/** What a client sent to the media port and got back. */
async function media(bridge: StandIn, text: string): Promise<string> {
  const socket = createSocket('udp4');
  try {
    socket.send(text, 10000, bridge.address);
    const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(5000) }) as [Buffer];
    return answer.toString();
  } finally {
    socket.close();
  }
}

async function started(bridge: StandIn): Promise<StandIn> {
  await bridge.container.says(/listens on /);
  return bridge;
}

/** Bridges that no script prepares, so they find their configuration where the manifest puts it. */
const UNHELPED = { jvb: { bridges: 2, exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.7']) }) } };

/** A bridge that drains, with the patience and the delay given. */
const draining = (patience: number, delay: number): Promise<StandIn> => started(new StandIn(scope, 'jvb', {
  props: UNHELPED,
  adapt: (text, file) => (file === 'custom-jvb.conf' ? `videobridge.shutdown.graceful-shutdown-max-duration = ${patience} seconds\nvideobridge.shutdown.shutting-down-delay = ${delay} seconds\n` : text),
}));

async function stats(bridge: StandIn): Promise<Readonly<Record<string, unknown>>> {
  const { text } = await bridge.request(8080, '/colibri/stats');
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

describe('web', () => {
  test('has one page for all rooms, and the configuration that follows from its variables', async () => {
    const web = await started(new StandIn(scope, 'web'));
    expect(await web.request(8000, '/')).toEqual({ status: 200, text: expect.stringContaining('<title>Jitsi Meet</title>') as unknown });
    expect((await web.request(8000, '/a-room')).status).toBe(200);
    expect((await web.request(8000, '/libs/missing.js')).status).toBe(404);
    expect((await web.request(8000, '/config.js')).text).toContain("config.websocket = 'wss://meet.example.org/xmpp-websocket'");
    const other = await started(new StandIn(scope, 'web', { env: { ENABLE_XMPP_WEBSOCKET: '0', XMPP_DOMAIN: 'example.org', XMPP_MUC_DOMAIN: 'rooms.example.org' } }));
    const { text } = await other.request(8000, '/config.js');
    expect(text).toContain("config.hosts = { domain: 'example.org', muc: 'rooms.example.org' };\nconfig.bosh = 'https://meet.example.org/http-bind';");
    expect(text).not.toContain('websocket');
  });
});

describe('jicofo', () => {
  test('is alive without the XMPP server, but not healthy', async () => {
    const jicofo = await started(new StandIn(scope, 'jicofo', { env: { XMPP_SERVER: '127.0.0.1', XMPP_PORT: '52229', JICOFO_ENABLE_HEALTH_CHECKS: 'true' } }));
    expect((await jicofo.request(8888, '/about/version')).status).toBe(200);
    await until('the reason', async () => (await jicofo.request(8888, '/about/health')).text.includes('127.0.0.1:52229: connect: connection refused'));
    expect((await jicofo.request(8888, '/about/health')).status).toBe(500);
  });

  test('has no health to ask for unless that is switched on, and answers the pod alone unless it may answer others', async () => {
    const jicofo = await started(new StandIn(scope, 'jicofo', { env: { JICOFO_ENABLE_HEALTH_CHECKS: '0' } }));
    expect((await jicofo.request(8888, '/about/health')).status).toBe(404);
    const closed = await started(new StandIn(scope, 'jicofo', { env: { JICOFO_ENABLE_REST: '0' } }));
    expect(closed.container.stderr()).toContain('listens on 127.0.0.1:8888');
  });
});

describe('jvb', () => {
  test('is healthy, and answers media with its name and the address that it announces', async () => {
    const bridge = await started(new StandIn(scope, 'jvb'));
    expect((await bridge.request(8080, '/about/health')).status).toBe(200);
    expect((await bridge.request(8080, '/about/version')).status).toBe(200);
    expect(await media(bridge, 'hello')).toBe('jitsi-jvb-0-abc 203.0.113.7 hello');
  });

  test('has neither statistics nor a way to shut it down unless they are switched on', async () => {
    const bridge = await started(new StandIn(scope, 'jvb'));
    expect((await bridge.request(8080, '/colibri/stats')).status).toBe(404);
    expect((await bridge.request(8080, '/colibri/shutdown', { method: 'POST', body: GRACEFUL, type: JSON_TYPE })).status).toBe(404);
  });

  test('has statistics without a way to shut it down', async () => {
    const bridge = await started(new StandIn(scope, 'jvb', { env: { COLIBRI_REST_ENABLED: '1' } }));
    expect(await stats(bridge)).toMatchObject({ local_endpoints: 0 });
    expect((await bridge.request(8080, '/colibri/shutdown', { method: 'POST', body: GRACEFUL, type: JSON_TYPE })).status).toBe(404);
  });

  test.each([
    ['nothing', undefined, undefined, 500], ['JSON that is not called so', GRACEFUL, 'text/plain', 415], ['what is no JSON', 'graceful', JSON_TYPE, 400], ['another order', '{}', JSON_TYPE, 400],
  ])('takes no shutdown of %s', async (_, body, type, status) => {
    const bridge = await draining(60, 0);
    expect((await bridge.request(8080, '/colibri/shutdown', { method: 'POST', body, type })).status).toBe(status);
    expect(await stats(bridge)).toMatchObject({ graceful_shutdown: false, shutting_down: false });
  });

  test('counts who sends media, and leaves out who has been silent for five seconds', async () => {
    const bridge = await draining(60, 0);
    const endpoint = createSocket('udp4');
    scope.onClose(() => new Promise<void>((done) => {
      endpoint.close(done);
    }));
    let next = 0;
    const goesOn = async (): Promise<unknown> => {
      // Less often than it is asked, so that it would be missed.
      if (performance.now() > next) {
        next = performance.now() + 2000;
        endpoint.send('goes on', 10000, bridge.address);
      }
      return (await stats(bridge)).local_endpoints;
    };
    await goesOn();
    const begin = performance.now();
    await media(bridge, 'once');
    await until('both', async () => await goesOn() === 2);
    await until('one', async () => {
      const counted = await goesOn();
      expect([1, 2]).toContain(counted);
      return counted === 1;
    });
    expect(performance.now() - begin).toBeGreaterThan(4900);
    await throughout(2, async () => {
      expect(await goesOn()).toBe(1);
    });
  });

  test('waits for the last one who sends media, and ends a while later', async () => {
    const bridge = await draining(60, 1);
    await media(bridge, 'one');
    await media(bridge, 'two');
    expect(await stats(bridge)).toMatchObject({ local_endpoints: 2, participants: 2, graceful_shutdown: false, shutting_down: false });
    expect((await bridge.request(8080, '/colibri/shutdown', { method: 'POST', body: GRACEFUL, type: JSON_TYPE })).status).toBe(200);
    expect(await stats(bridge)).toMatchObject({ local_endpoints: 2, graceful_shutdown: true, shutting_down: false });
    await until('the last one has left', async () => (await stats(bridge)).shutting_down);
    expect(await stats(bridge)).toMatchObject({ local_endpoints: 0, graceful_shutdown: true });
    expect(await bridge.container.end()).toBe(0);
  });

  test('waits for nobody any longer than its own configuration says', async () => {
    const bridge = await draining(1, 0);
    await media(bridge, 'one');
    await bridge.request(8080, '/colibri/shutdown', { method: 'POST', body: GRACEFUL, type: JSON_TYPE });
    expect(await bridge.container.end()).toBe(0);
    expect(bridge.container.stderr()).toContain('shuts down in 0s, 1 endpoints left');
  });

  test('shows that others are to be preferred, for as long as it is told so, and goes on', async () => {
    const bridge = await draining(60, 0);
    for (const order of ['enable', 'disable']) {
      expect((await bridge.request(8080, `/colibri/drain/${order}`, { method: 'POST' })).status).toBe(200);
      expect(await stats(bridge)).toMatchObject({ drain: order === 'enable', graceful_shutdown: false, shutting_down: false });
    }
  });

  test('goes on to wait when it is asked again to wait, and no longer when it is asked not to', async () => {
    const bridge = await draining(60, 1);
    await media(bridge, 'one');
    for (const body of [GRACEFUL, GRACEFUL, AT_ONCE]) {
      await bridge.request(8080, '/colibri/shutdown', { method: 'POST', body, type: JSON_TYPE });
    }
    expect(await bridge.container.end()).toBe(0);
    expect(bridge.container.stderr().match(/stand-in: (takes no new|shuts down).*/g)).toEqual(['stand-in: takes no new meetings, and waits up to 1m0s for 1 endpoints', 'stand-in: shuts down in 1s, 1 endpoints left']);
  });

  test('waits for nobody if it is not asked to', async () => {
    const bridge = await draining(60, 1);
    await media(bridge, 'one');
    await bridge.request(8080, '/colibri/shutdown', { method: 'POST', body: AT_ONCE, type: JSON_TYPE });
    expect(await stats(bridge)).toMatchObject({ local_endpoints: 1, graceful_shutdown: true, shutting_down: true });
    expect(await bridge.container.end()).toBe(0);
  });

  test('waits for a day, and a minute longer, without a configuration of its own', async () => {
    const bridge = await started(new StandIn(scope, 'jvb', { env: { COLIBRI_REST_ENABLED: '1', SHUTDOWN_REST_ENABLED: '1' } }));
    await bridge.request(8080, '/colibri/shutdown', { method: 'POST', body: GRACEFUL, type: JSON_TYPE });
    await bridge.container.says('waits up to 24h0m0s for 0 endpoints\n');
    await bridge.container.says('shuts down in 1m0s, 0 endpoints left\n');
  });

  test('does not start with a configuration that it cannot read', async () => {
    const { container } = new StandIn(scope, 'jvb', {
      props: UNHELPED,
      spoil: (pod) => {
        chmodSync(pod.path('config', 'custom-jvb.conf'), 0o600);
      },
    });
    expect(await container.end()).toBe(1);
    expect(container.stderr()).toContain('custom-jvb.conf is there but cannot be read');
  });
});
