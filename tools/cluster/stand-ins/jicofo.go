package main

import (
	"fmt"
	"net/http"
	"os"
)

// serveJicofo logs in and answers Jicofo's probes. It does not look for bridges: it is healthy while it is logged in.
func serveJicofo(self image) error {
	focus := newAccount("focus", os.Getenv("JICOFO_AUTH_PASSWORD"))
	go focus.stayLoggedIn()
	answers := http.NewServeMux()
	answers.HandleFunc("GET /about/version", version("Jicofo"))
	if enabled("JICOFO_ENABLE_HEALTH_CHECKS") {
		answers.HandleFunc("GET /about/health", func(answer http.ResponseWriter, _ *http.Request) {
			if err := focus.state(); err != nil {
				http.Error(answer, fmt.Sprintf("not logged in: %v", err), http.StatusInternalServerError)
			}
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
