module github.com/cdk8s-jitsi/cdk8s-jitsi/tools/cluster/stand-ins

go 1.26.8
