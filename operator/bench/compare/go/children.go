package main

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const platformLabel = "bench.taskplatform.dev/platform"

// child is one object that a platform asks for, and whether the stored one holds all that it says.
type child struct {
	wanted client.Object
	stored client.Object
	kept   func() bool
}

// childrenOf says what ../children.ts says.
func childrenOf(platform *BenchPlatform) []child {
	ours := map[string]string{platformLabel: platform.Name}
	meta := metav1.ObjectMeta{
		Namespace: platform.Namespace,
		Name:      platform.Name,
		Labels:    ours,
		OwnerReferences: []metav1.OwnerReference{
			*metav1.NewControllerRef(platform, groupVersion.WithKind("BenchPlatform")),
		},
	}
	return []child{configMap(meta, platform.Spec), service(meta), deployment(meta, platform.Spec), networkPolicy(meta), monitor(meta)}
}

func configMap(meta metav1.ObjectMeta, spec BenchPlatformSpec) child {
	wanted := &corev1.ConfigMap{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"},
		ObjectMeta: meta,
		Data:       map[string]string{"text": spec.Text},
	}
	stored := &corev1.ConfigMap{}
	return child{wanted, stored, func() bool { return holds(wanted.Data, stored.Data) }}
}

func service(meta metav1.ObjectMeta) child {
	wanted := &corev1.Service{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Service"},
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Selector: meta.Labels,
			Ports:    []corev1.ServicePort{{Name: "http", Port: 80, TargetPort: intstr.FromInt32(8080), Protocol: corev1.ProtocolTCP}},
		},
	}
	stored := &corev1.Service{}
	return child{wanted, stored, func() bool { return holds(wanted.Spec, stored.Spec) }}
}

func deployment(meta metav1.ObjectMeta, spec BenchPlatformSpec) child {
	wanted := &appsv1.Deployment{
		TypeMeta:   metav1.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"},
		ObjectMeta: meta,
		Spec: appsv1.DeploymentSpec{
			Replicas: ptr.To(spec.Replicas),
			Selector: &metav1.LabelSelector{MatchLabels: meta.Labels},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: meta.Labels},
				Spec: corev1.PodSpec{Containers: []corev1.Container{{
					Name:  "app",
					Image: "app:1",
					Env:   []corev1.EnvVar{{Name: "TEXT", Value: spec.Text}},
					Ports: []corev1.ContainerPort{{Name: "http", ContainerPort: 8080, Protocol: corev1.ProtocolTCP}},
				}}},
			},
		},
	}
	stored := &appsv1.Deployment{}
	return child{wanted, stored, func() bool { return holds(wanted.Spec, stored.Spec) }}
}

func networkPolicy(meta metav1.ObjectMeta) child {
	wanted := &networkingv1.NetworkPolicy{
		TypeMeta:   metav1.TypeMeta{APIVersion: "networking.k8s.io/v1", Kind: "NetworkPolicy"},
		ObjectMeta: meta,
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: metav1.LabelSelector{MatchLabels: meta.Labels},
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
			Ingress: []networkingv1.NetworkPolicyIngressRule{{
				Ports: []networkingv1.NetworkPolicyPort{{Port: ptr.To(intstr.FromInt32(8080)), Protocol: ptr.To(corev1.ProtocolTCP)}},
			}},
		},
	}
	stored := &networkingv1.NetworkPolicy{}
	return child{wanted, stored, func() bool { return holds(wanted.Spec, stored.Spec) }}
}

func monitor(meta metav1.ObjectMeta) child {
	wanted := &BenchMonitor{
		TypeMeta:   metav1.TypeMeta{APIVersion: groupVersion.String(), Kind: "BenchMonitor"},
		ObjectMeta: meta,
		Spec: BenchMonitorSpec{
			Selector:  metav1.LabelSelector{MatchLabels: meta.Labels},
			Endpoints: []MonitorEndpoint{{Port: "http", Interval: "30s"}},
		},
	}
	stored := &BenchMonitor{}
	return child{wanted, stored, func() bool { return holds(wanted.Spec, stored.Spec) }}
}

// what is not asked for is the API server's to default
func holds(wanted, stored any) bool { return equality.Semantic.DeepDerivative(wanted, stored) }

var hasPlatformLabel = must(labels.Parse(platformLabel))
