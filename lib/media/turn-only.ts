import { MediaRoute } from '../options/media-route';
import { list, number, Shape, shapeViolations, text } from '../validation/shapes';
import { at, Violation } from '../validation/violations';
import { blockViolations, MediaWay, PoolPlace, portViolations, route } from './media-way';

/** How bridges that only relays reach get media. */
export interface MediaTurnOnlyOptions {
  /**
   * Address blocks from which TURN servers reach the pods, such as `192.0.2.0/24`. Nobody else may send to a bridge, but the stack's own TURN server.
   *
   * @default - None; without a TURN server of the stack's own it must be there.
   */
  readonly relayCidrs?: string[];

  /**
   * UDP port of each bridge in its pod.
   *
   * @default 10000
   */
  readonly port?: number;
}

const OPTIONS: Shape<MediaTurnOnlyOptions> = { relayCidrs: list(text('"192.0.2.0/24"')), port: number('a port such as 10000') };

/** Bridges that have no address outside the cluster: all media come by TURN servers, which browsers learn of from Prosody. */
export class TurnOnlyWay implements MediaWay {
  public readonly name = 'turnOnly';
  public readonly layout = 'one deployment';
  public readonly address = undefined;

  constructor(private readonly options: MediaTurnOnlyOptions) {}

  public get senders(): readonly string[] {
    // Asked before its form is judged.
    return (this.options as MediaTurnOnlyOptions | null)?.relayCidrs ?? [];
  }

  public routes(place: PoolPlace): MediaRoute[] {
    return [route(this, place, place.name, this.port, { bridges: place.bridges })];
  }

  public serviceParts(): undefined {
    return undefined;
  }

  public violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    if (wrong.length > 0) {
      return wrong;
    }
    return [
      ...(this.options.relayCidrs ? blockViolations(at(path, 'relayCidrs'), this.options.relayCidrs) : []),
      ...portViolations(path, this.port, 1),
    ];
  }

  private get port(): number {
    return this.options.port ?? 10000;
  }
}
