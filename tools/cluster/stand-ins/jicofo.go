package main

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// serveJicofo answers Jicofo's probes. There is no bridge that it could know: it is healthy when the XMPP server takes its connections.
func serveJicofo(self image) error {
	answers := http.NewServeMux()
	answers.HandleFunc("GET /about/version", version("Jicofo"))
	if enabled("JICOFO_ENABLE_HEALTH_CHECKS") {
		answers.HandleFunc("GET /about/health", func(answer http.ResponseWriter, _ *http.Request) {
			connection, err := net.DialTimeout("tcp", net.JoinHostPort(or("XMPP_SERVER", ""), or("XMPP_PORT", "5222")), 2*time.Second)
			if err != nil {
				http.Error(answer, fmt.Sprintf("the XMPP server cannot be reached: %v", err), http.StatusInternalServerError)
				return
			}
			connection.Close()
		})
	}
	address := self.Address
	if !enabled("JICOFO_ENABLE_REST") {
		address = "127.0.0.1"
	}
	return serve(address, "8888", answers)
}

func version(program string) http.HandlerFunc {
	return func(answer http.ResponseWriter, _ *http.Request) {
		answer.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(answer, `{"name":"%s","version":"stand-in","os":"Linux"}`, program)
	}
}
