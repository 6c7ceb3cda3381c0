// The CRDs of the AWS provider, read from its Go module (package/crds); nothing of it is compiled.
module taskplatform.dev/bootstrap/provider-aws

go 1.26.0

require github.com/upbound/provider-aws/v2 v2.5.0
