module github.com/cdk8s-jitsi/cdk8s-jitsi/tools/cluster/programs

go 1.26.0
