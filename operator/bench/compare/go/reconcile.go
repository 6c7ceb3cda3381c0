package main

import (
	"context"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
)

const (
	finalizer    = "bench.taskplatform.dev/finalizer"
	fieldManager = "bench"
)

// reconciler does what ../ours/reconcile.ts does: claim, apply what differs, publish if it changed.
type reconciler struct{ client client.Client }

func (r *reconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	platform := &BenchPlatform{}
	if err := r.client.Get(ctx, request.NamespacedName, platform); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if !platform.DeletionTimestamp.IsZero() {
		return ctrl.Result{}, r.release(ctx, platform)
	}
	if err := r.claim(ctx, platform); err != nil {
		return ctrl.Result{}, err
	}
	for _, child := range childrenOf(platform) {
		if err := r.apply(ctx, child); err != nil {
			return ctrl.Result{}, err
		}
	}
	return ctrl.Result{}, r.publish(ctx, platform)
}

func (r *reconciler) claim(ctx context.Context, platform *BenchPlatform) error {
	before := platform.DeepCopy()
	if !controllerutil.AddFinalizer(platform, finalizer) {
		return nil
	}
	return r.client.Patch(ctx, platform, client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{}))
}

func (r *reconciler) release(ctx context.Context, platform *BenchPlatform) error {
	before := platform.DeepCopy()
	if !controllerutil.RemoveFinalizer(platform, finalizer) {
		return nil
	}
	err := r.client.Patch(ctx, platform, client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{}))
	return client.IgnoreNotFound(err)
}

func (r *reconciler) apply(ctx context.Context, child child) error {
	err := r.client.Get(ctx, client.ObjectKeyFromObject(child.wanted), child.stored)
	if err == nil && child.kept() {
		return nil
	}
	if err != nil && !apierrors.IsNotFound(err) {
		return err
	}
	//nolint:staticcheck // typed objects, so that what is wanted can be compared with what is cached
	return r.client.Patch(ctx, child.wanted, client.Apply, client.FieldOwner(fieldManager), client.ForceOwnership)
}

func (r *reconciler) publish(ctx context.Context, platform *BenchPlatform) error {
	before := platform.DeepCopy()
	platform.Status.ObservedGeneration = platform.Generation
	meta.SetStatusCondition(&platform.Status.Conditions, metav1.Condition{
		Type:               "Ready",
		Status:             metav1.ConditionTrue,
		Reason:             "Applied",
		Message:            "all children are applied",
		ObservedGeneration: platform.Generation,
	})
	if equality.Semantic.DeepEqual(before.Status, platform.Status) {
		return nil
	}
	patch := client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{})
	return r.client.Status().Patch(ctx, platform, patch, client.FieldOwner(fieldManager))
}
