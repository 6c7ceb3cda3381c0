// What the AWS provider is generated from, in the release that provider-aws v2.5.0 names in its own go.mod. Its schemas say
// which arguments force replacement (bootstrap/twin/tools/replacing.ts); nothing of it is compiled.
module taskplatform.dev/bootstrap/terraform-provider-aws

go 1.26.0

require github.com/upbound/terraform-provider-aws v0.0.0-20260305123303-f7691456b787
