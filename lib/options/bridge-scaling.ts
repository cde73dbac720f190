import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { Labels } from '../kubernetes/labels';
import { metadata } from '../kubernetes/metadata';
import { kubernetesObject } from '../kubernetes/objects';
import { MediaWay } from '../media/media-way';
import { shapeViolations } from '../validation/shapes';
import { at, judge, shown, Violation } from '../validation/violations';
import { BridgeScalingOptions, CPU_SCALING, CpuScalingOptions, SCALING_RANGE, STRESS_SCALING, StressScalingOptions } from './bridge-scaling-options';
import { SCALING_BEHAVIOR } from './scaling-behavior';

/** The workload that is scaled. */
export interface ScaledWorkload {
  /** The stack that it belongs to. */
  readonly instance: JitsiInstance;
  /** Labels of what belongs to the pool. */
  readonly selector: Labels;
  /** Its name. */
  readonly name: string;
  /** Its kind. */
  readonly kind: 'Deployment' | 'StatefulSet';
}

/** Lets an autoscaler choose the number of bridges in a pool. It adds fast, and removes one at a time after a quarter of an hour. */
export abstract class BridgeScaling {
  /**
   * By the CPU that bridges use, with a HorizontalPodAutoscaler. The cluster needs metrics-server or the like, and the pool must say in `resources`
   * what a busy bridge needs.
   *
   * @param options numbers of bridges, and the use of CPU to aim at.
   */
  public static byCpu(options: CpuScalingOptions): BridgeScaling {
    return new ScalingByCpu(options);
  }

  /**
   * By the stress that bridges report (`jitsi_jvb_stress`), with a ScaledObject of KEDA, which the cluster needs, and a Prometheus that gives what
   * it scrapes the labels `namespace` and `pod`. On `hostNetwork` only an agent on the node can scrape a bridge.
   *
   * @param options numbers of bridges, the Prometheus, and the stress to aim at.
   */
  public static byStress(options: StressScalingOptions): BridgeScaling {
    return new ScalingByStress(options);
  }

  /**
   * @param range least and largest number of bridges.
   */
  protected constructor(private readonly range: BridgeScalingOptions) {}

  /** @internal Number of bridges that are there always. Whatever it is: it is judged later. */
  public get _least(): number {
    return (this.range as BridgeScalingOptions | null)?.minBridges ?? NaN;
  }

  /** @internal Number of bridges that there may be. */
  public get _most(): number {
    return (this.range as BridgeScalingOptions | null)?.maxBridges ?? NaN;
  }

  /** @internal */
  public abstract _scale(scope: Construct, workload: ScaledWorkload): void;

  /** @internal */
  public _violations(path: string): Violation[] {
    const wrong = this._misshapen(path);
    return wrong.length > 0 ? wrong : [...judge(path, this.range, SCALING_RANGE), ...this._misaimed(path)];
  }

  /** @internal What speaks against it in a pool of a way, for whose bridges its user said how much CPU they ask for, or did not. */
  public _misfits(path: string, { name, layout }: MediaWay, _cpuRequested: boolean): Violation[] {
    return layout !== 'workload each' ? [] : [{
      field: path,
      problem: `with MediaExposure.${name} each bridge has a workload and a port of its own, which no autoscaler makes; use hostPort, hostNetwork or loadBalancerPerBridge, or write bridges`,
    }];
  }

  /** @internal */
  protected abstract _misshapen(path: string): Violation[];

  /** @internal */
  protected abstract _misaimed(path: string): Violation[];
}

class ScalingByCpu extends BridgeScaling {
  constructor(private readonly options: CpuScalingOptions) {
    super(options);
  }

  public override _scale(scope: Construct, { instance, selector, name, kind }: ScaledWorkload): void {
    kubernetesObject(scope, 'HorizontalPodAutoscaler', 'HorizontalPodAutoscaler', {
      metadata: metadata(instance, name, selector),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind, name },
        minReplicas: this._least,
        maxReplicas: this._most,
        // Of the bridge alone: what runs beside it asks for little and would be most of the average.
        metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'jvb', target: { type: 'Utilization', averageUtilization: this.options.targetUtilization ?? 60 } } }],
        behavior: SCALING_BEHAVIOR,
      },
    });
  }

  public override _misfits(path: string, way: MediaWay, cpuRequested: boolean): Violation[] {
    return [...super._misfits(path, way, cpuRequested), ...(cpuRequested ? [] : [{
      field: path,
      problem: 'CPU is counted in parts of what is requested, and by default bridges request what small meetings need; say in resources what a busy bridge needs, such as cpu: { request: Cpu.units(4) }',
    }])];
  }

  protected override _misshapen(path: string): Violation[] {
    return shapeViolations(path, this.options, CPU_SCALING);
  }

  protected override _misaimed(path: string): Violation[] {
    const { targetUtilization = 60 } = this.options;
    return Number.isInteger(targetUtilization) && targetUtilization >= 1 && targetUtilization <= 100 ? []
      : [{ field: at(path, 'targetUtilization'), problem: `${shown(targetUtilization)} must be a whole number of per cent from 1 to 100` }];
  }
}

class ScalingByStress extends BridgeScaling {
  constructor(private readonly options: StressScalingOptions) {
    super(options);
  }

  public override _scale(scope: Construct, workload: ScaledWorkload): void {
    const { instance, selector, name, kind } = workload;
    kubernetesObject(scope, 'ScaledObject', 'ScaledObject', {
      metadata: metadata(instance, name, selector),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind, name },
        minReplicaCount: this._least,
        maxReplicaCount: this._most,
        advanced: { horizontalPodAutoscalerConfig: { behavior: SCALING_BEHAVIOR } },
        triggers: [{
          type: 'prometheus',
          metricType: 'AverageValue',
          metadata: {
            serverAddress: this.options.prometheus,
            query: `sum(jitsi_jvb_stress{namespace="${instance.namespace}",pod=~"${podNames(workload)}"})`,
            threshold: String(this.options.targetStress ?? 0.5),
            // Else a Prometheus that scrapes no bridge would look like bridges without load, and all but the least number would be given up.
            ignoreNullValues: 'false',
          },
        }],
      },
    });
  }

  protected override _misshapen(path: string): Violation[] {
    return shapeViolations(path, this.options, STRESS_SCALING);
  }

  protected override _misaimed(path: string): Violation[] {
    const { prometheus, targetStress = 0.5 } = this.options;
    return [
      ...(/^https?:\/\/([^\s/?#@:[\]]+|\[[0-9a-f:.]+\])(:\d{1,5})?(\/[^\s?#]*)?$/i.test(prometheus) ? []
        : [{ field: at(path, 'prometheus'), problem: `${shown(prometheus)} is no address of a Prometheus; write one such as "http://prometheus.monitoring.svc:9090", without a password` }]),
      ...(targetStress >= 0.01 && targetStress <= 1 ? []
        : [{ field: at(path, 'targetStress'), problem: `${shown(targetStress)} must be a number from 0.01 to 1; from 0.8 on Jicofo counts a bridge as overloaded` }]),
    ];
  }
}

/** Matches the names of the pods of a workload, and of no other pool's: those may start alike. */
function podNames({ name, kind }: ScaledWorkload): string {
  // The hyphen before a Deployment's last five characters is cut off with long names.
  return kind === 'StatefulSet' ? `${name}-[0-9]+` : `${name}-[a-z0-9]+-?[a-z0-9]{5}`;
}
