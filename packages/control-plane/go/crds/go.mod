// The schemas that the control plane serves beside its own. Nothing is built
// here; the files are read from the modules.
module meshwright.io/crds

go 1.26.0

require (
	istio.io/api v1.31.1
	sigs.k8s.io/gateway-api v1.6.0
)
