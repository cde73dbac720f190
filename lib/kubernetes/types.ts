import { k8s } from 'cdk8s-plus-27';
import { Plain } from './plain';

// Parts of manifests as they are rendered.

export type Container = Plain<k8s.Container>;
export type ContainerPort = Plain<k8s.ContainerPort>;
export type DeploymentStrategy = Plain<k8s.DeploymentStrategy>;
export type EnvVar = Plain<k8s.EnvVar>;
export type EnvVarSource = Plain<k8s.EnvVarSource>;
export type JobSpec = Plain<k8s.JobSpec>;
export type Lifecycle = Plain<k8s.Lifecycle>;
export type EgressRule = Plain<k8s.NetworkPolicyEgressRule>;
export type IngressRule = Plain<k8s.NetworkPolicyIngressRule>;
export type NetworkPolicyPeer = Plain<k8s.NetworkPolicyPeer>;
export type NetworkPolicyPort = Plain<k8s.NetworkPolicyPort>;
export type NetworkPolicySpec = Plain<k8s.NetworkPolicySpec>;
export type PodFields = Plain<k8s.PodSpec>;
export type PodTemplateSpec = Plain<k8s.PodTemplateSpec>;
export type Probe = Plain<k8s.Probe>;
export type ResourceRequirements = Plain<k8s.ResourceRequirements>;
export type ServiceFields = Plain<k8s.ServiceSpec>;
export type Volume = Plain<k8s.Volume>;
export type VolumeMount = Plain<k8s.VolumeMount>;
