package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// serveBridge logs in, and answers the bridge's private REST interface and its media port. Its health says nothing about the login, as the bridge's own does not.
func serveBridge(self image) error {
	known := newFlows()
	shutdown, err := newShutdown(known)
	if err != nil {
		return err
	}
	go newAccount(or("JVB_AUTH_USER", "jvb"), os.Getenv("JVB_AUTH_PASSWORD")).stayLoggedIn()
	answers := http.NewServeMux()
	answers.HandleFunc("GET /about/health", func(http.ResponseWriter, *http.Request) {})
	answers.HandleFunc("GET /about/version", version("JVB"))
	for order, draining := range map[string]bool{"enable": true, "disable": false} {
		answers.HandleFunc("POST /colibri/drain/"+order, func(http.ResponseWriter, *http.Request) {
			shutdown.drain(draining)
		})
	}
	if enabled("COLIBRI_REST_ENABLED") {
		answers.HandleFunc("GET /colibri/stats", func(answer http.ResponseWriter, _ *http.Request) {
			sendStats(answer, known, shutdown)
		})
		if enabled("SHUTDOWN_REST_ENABLED") {
			answers.HandleFunc("POST /colibri/shutdown", func(answer http.ResponseWriter, request *http.Request) {
				orderShutdown(answer, request, shutdown)
			})
		}
	}
	if err := serveMedia(self.Address, known); err != nil {
		return err
	}
	return serve(self.Address, "8080", answers)
}

func sendStats(answer http.ResponseWriter, known *flows, shutdown *shutdown) {
	endpoints := known.count()
	graceful, ending := shutdown.state()
	answer.Header().Set("Content-Type", "application/json")
	stats := map[string]any{"local_endpoints": endpoints, "participants": endpoints, "octo_endpoints": 0, "drain": shutdown.drains(), "graceful_shutdown": graceful, "shutting_down": ending}
	if err := json.NewEncoder(answer).Encode(stats); err != nil {
		say("cannot send the stats: %v", err)
	}
}

// orderShutdown is as strict about the request as the bridge is: it fails without a body, and takes no other type than JSON.
func orderShutdown(answer http.ResponseWriter, request *http.Request, shutdown *shutdown) {
	body, err := io.ReadAll(request.Body)
	if err != nil || len(body) == 0 {
		http.Error(answer, "no body", http.StatusInternalServerError)
		return
	}
	if kind, _, _ := strings.Cut(request.Header.Get("Content-Type"), ";"); kind != "application/json" {
		http.Error(answer, "not application/json", http.StatusUnsupportedMediaType)
		return
	}
	var order struct {
		Graceful *bool `json:"graceful-shutdown"`
	}
	if err := json.Unmarshal(body, &order); err != nil || order.Graceful == nil {
		http.Error(answer, fmt.Sprintf("the body does not say graceful-shutdown: %v", err), http.StatusBadRequest)
		return
	}
	shutdown.begin(*order.Graceful)
}
