package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
)

var room = regexp.MustCompile(`^/([^/?&:'"]+)?$`)

// serve answers HTTP on a port until it fails.
func serve(address, port string, handler http.Handler) error {
	listener, err := net.Listen("tcp", net.JoinHostPort(address, port))
	if err != nil {
		return err
	}
	say("listens on %s", listener.Addr())
	return http.Serve(listener, handler)
}

// serveWeb has the pages of the web image: the same one for all rooms, and the configuration that follows from the variables.
func serveWeb(self image) error {
	host := strings.TrimSuffix(strings.TrimPrefix(os.Getenv("PUBLIC_URL"), "https://"), "/")
	pages := http.NewServeMux()
	pages.HandleFunc("GET /config.js", func(answer http.ResponseWriter, _ *http.Request) {
		answer.Header().Set("Content-Type", "application/javascript")
		fmt.Fprintf(answer, "var config = {};\nconfig.hosts = { domain: '%s', muc: '%s' };\nconfig.bosh = 'https://%s/http-bind';\n",
			or("XMPP_DOMAIN", "meet.jitsi"), or("XMPP_MUC_DOMAIN", "muc.meet.jitsi"), host)
		if os.Getenv("ENABLE_XMPP_WEBSOCKET") != "0" {
			fmt.Fprintf(answer, "config.websocket = 'wss://%s/xmpp-websocket';\n", host)
		}
	})
	pages.HandleFunc("GET /", func(answer http.ResponseWriter, request *http.Request) {
		if !room.MatchString(request.URL.Path) {
			http.NotFound(answer, request)
			return
		}
		answer.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(answer, "<!DOCTYPE html>\n<title>Jitsi Meet</title>\n<p>%s</p>\n", os.Getenv("HOSTNAME"))
	})
	return serve(self.Address, "8000", pages)
}
