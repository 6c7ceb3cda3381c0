// The benchmark's reconcile as controller-runtime would have it written; see docs/reference/benchmarks.md.
package main

import (
	"errors"
	"flag"
	"net/http"
	"os"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/utils/ptr"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	address := flag.String("http-address", "127.0.0.1:8080", "where /readyz is served")
	workers := flag.Int("workers", 4, "platforms reconciled at the same time")
	elect := flag.Bool("leader-elect", false, "work only while holding the Lease")
	leaseNamespace := flag.String("leader-election-namespace", "bench-system", "namespace of the Lease")
	namespace := flag.String("namespace", "", "the only namespace to look at; all of them if empty")
	flag.Parse()
	ctrl.SetLogger(zap.New())

	// --kubeconfig and KUBECONFIG as everywhere; no limit of its own, as ours has none
	config := ctrl.GetConfigOrDie()
	config.QPS = -1
	ctx := ctrl.SetupSignalHandler()
	mgr := must(ctrl.NewManager(config, options(*address, *elect, *leaseNamespace, *namespace)))
	orExit(ctrl.NewControllerManagedBy(mgr).
		For(&BenchPlatform{}).
		Owns(&corev1.ConfigMap{}).
		Owns(&corev1.Service{}).
		Owns(&appsv1.Deployment{}).
		Owns(&networkingv1.NetworkPolicy{}).
		Owns(&BenchMonitor{}).
		WithOptions(controller.Options{MaxConcurrentReconciles: *workers}).
		Complete(&reconciler{client: mgr.GetClient()}))
	// the scaffold's /readyz answers before the caches are filled, which would not compare
	orExit(mgr.AddReadyzCheck("caches", func(request *http.Request) error {
		if !mgr.GetCache().WaitForCacheSync(request.Context()) {
			return errors.New("the caches are not filled yet")
		}
		return nil
	}))
	orExit(mgr.Start(ctx))
}

func options(address string, elect bool, leaseNamespace, namespace string) manager.Options {
	lease, renew, retry := 15*time.Second, 10*time.Second, 2*time.Second
	return manager.Options{
		Scheme:                        scheme(),
		HealthProbeBindAddress:        address,
		Metrics:                       metricsserver.Options{BindAddress: "127.0.0.1:0"},
		LeaderElection:                elect,
		LeaderElectionID:              "bench-controller-runtime",
		LeaderElectionNamespace:       leaseNamespace,
		LeaderElectionReleaseOnCancel: true,
		LeaseDuration:                 &lease,
		RenewDeadline:                 &renew,
		RetryPeriod:                   &retry,
		// off unless asked for; ours always holds a key until its caches have seen its own writes
		Client: client.Options{Cache: &client.CacheOptions{EnableReadYourWritesConsistency: ptr.To(true)}},
		// what ours leaves out of its caches as well
		Cache: cache.Options{
			DefaultTransform:  cache.TransformStripManagedFields(),
			ByObject:          labelled(),
			DefaultNamespaces: namespacesOf(namespace),
		},
	}
}

func scheme() *runtime.Scheme {
	scheme := runtime.NewScheme()
	utilruntime.Must(clientgoscheme.AddToScheme(scheme))
	addToScheme(scheme)
	return scheme
}

func labelled() map[client.Object]cache.ByObject {
	ours := cache.ByObject{Label: hasPlatformLabel}
	return map[client.Object]cache.ByObject{
		&corev1.ConfigMap{}:           ours,
		&corev1.Service{}:             ours,
		&appsv1.Deployment{}:          ours,
		&networkingv1.NetworkPolicy{}: ours,
		&BenchMonitor{}:               ours,
	}
}

func namespacesOf(namespace string) map[string]cache.Config {
	if namespace == "" {
		return nil
	}
	return map[string]cache.Config{namespace: {}}
}

func must[T any](value T, err error) T {
	orExit(err)
	return value
}

func orExit(err error) {
	if err != nil {
		ctrl.Log.Error(err, "cannot go on")
		os.Exit(1)
	}
}
