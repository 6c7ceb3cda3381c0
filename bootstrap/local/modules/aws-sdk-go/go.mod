// AWS' own models of its services (models/apis), by which tests judge parameters; nothing of it is compiled. The last release
// of this SDK, of July 2025: what is newer in AWS it does not know.
module taskplatform.dev/bootstrap/aws-sdk-go

go 1.26.0

require github.com/aws/aws-sdk-go v1.55.8
