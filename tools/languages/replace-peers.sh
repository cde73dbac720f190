# Lets the Go module in the working directory take its peers from the folder given.
# shellcheck shell=sh

replace_peers() {
  go mod edit -replace github.com/aws/constructs-go/constructs/v10="$1/constructs" \
    -replace github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2="$1/cdk8s" -replace github.com/cdk8s-team/cdk8s-plus-go/cdk8splus27/v2="$1/cdk8splus27"
}
