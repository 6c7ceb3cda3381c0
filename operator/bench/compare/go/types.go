package main

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// The kinds of ../crds.ts. Deep copies are written by hand: a generator for two kinds would be longer than they are.

var groupVersion = schema.GroupVersion{Group: "bench.taskplatform.dev", Version: "v1"}

// BenchPlatform is what the three programs reconcile.
type BenchPlatform struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              BenchPlatformSpec   `json:"spec"`
	Status            BenchPlatformStatus `json:"status,omitempty"`
}

type BenchPlatformSpec struct {
	Replicas int32  `json:"replicas"`
	Text     string `json:"text"`
}

type BenchPlatformStatus struct {
	ObservedGeneration int64              `json:"observedGeneration,omitempty"`
	Conditions         []metav1.Condition `json:"conditions,omitempty"`
}

type BenchPlatformList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []BenchPlatform `json:"items"`
}

// BenchMonitor is the fifth child: a custom resource in the manner of a ServiceMonitor.
type BenchMonitor struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              BenchMonitorSpec `json:"spec"`
}

type BenchMonitorSpec struct {
	Selector  metav1.LabelSelector `json:"selector"`
	Endpoints []MonitorEndpoint    `json:"endpoints"`
}

type MonitorEndpoint struct {
	Port     string `json:"port"`
	Interval string `json:"interval"`
}

type BenchMonitorList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []BenchMonitor `json:"items"`
}

func addToScheme(scheme *runtime.Scheme) {
	scheme.AddKnownTypes(groupVersion, &BenchPlatform{}, &BenchPlatformList{}, &BenchMonitor{}, &BenchMonitorList{})
	metav1.AddToGroupVersion(scheme, groupVersion)
}

func (in *BenchPlatform) DeepCopy() *BenchPlatform {
	out := *in
	out.ObjectMeta = *in.ObjectMeta.DeepCopy()
	out.Status.Conditions = append([]metav1.Condition(nil), in.Status.Conditions...)
	return &out
}

func (in *BenchPlatform) DeepCopyObject() runtime.Object { return in.DeepCopy() }

func (in *BenchPlatformList) DeepCopyObject() runtime.Object {
	out := *in
	out.ListMeta = *in.ListMeta.DeepCopy()
	out.Items = make([]BenchPlatform, len(in.Items))
	for i := range in.Items {
		out.Items[i] = *in.Items[i].DeepCopy()
	}
	return &out
}

func (in *BenchMonitor) DeepCopy() *BenchMonitor {
	out := *in
	out.ObjectMeta = *in.ObjectMeta.DeepCopy()
	out.Spec.Selector = *in.Spec.Selector.DeepCopy()
	out.Spec.Endpoints = append([]MonitorEndpoint(nil), in.Spec.Endpoints...)
	return &out
}

func (in *BenchMonitor) DeepCopyObject() runtime.Object { return in.DeepCopy() }

func (in *BenchMonitorList) DeepCopyObject() runtime.Object {
	out := *in
	out.ListMeta = *in.ListMeta.DeepCopy()
	out.Items = make([]BenchMonitor, len(in.Items))
	for i := range in.Items {
		out.Items[i] = *in.Items[i].DeepCopy()
	}
	return &out
}
