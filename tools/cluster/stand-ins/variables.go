package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// Beside those of the image a container has those of the shell, of the runtime and of the API server's Service. Links to other Services are none of
// these: they collide with variables of the images.
var ofAnyContainer = regexp.MustCompile(`^(HOME|HOSTNAME|OLDPWD|PATH|PWD|SHLVL|TERM|_|KUBERNETES_(SERVICE|PORT)(_.*)?)$`)

var required = map[string][]string{
	"web":     {"TZ", "PUBLIC_URL", "XMPP_BOSH_URL_BASE", "DISABLE_HTTPS"},
	"prosody": {"TZ", "PUBLIC_URL", "JICOFO_AUTH_PASSWORD", "JVB_AUTH_PASSWORD"},
	"jicofo":  {"TZ", "JICOFO_AUTH_PASSWORD", "XMPP_SERVER", "JICOFO_ENABLE_REST"},
	"jvb":     {"TZ", "JVB_AUTH_PASSWORD", "XMPP_SERVER", "JVB_PORT", "JVB_ADVERTISE_IPS"},
}

const (
	hostName = `[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*`
	ipv4     = `(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}`
	port     = `([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])`
)

// formats are tried in this order, by the name of the variable. NGINX finds Prosody only by its full name.
var formats = []struct{ names, values *regexp.Regexp }{
	format(`DISABLE_HTTPS`, `1`),
	format(`TZ`, `[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*`),
	format(`PUBLIC_URL`, `https://(`+hostName+`|\[[0-9a-f:]+\])(:`+port+`)?/?`),
	format(`XMPP_BOSH_URL_BASE`, `http://(`+hostName+`\.svc\.`+hostName+`|`+ipv4+`|\[[0-9a-f:]+\])(:`+port+`)?`),
	format(`JVB_ADVERTISE_IPS`, ipv4+`(#`+port+`)?(,`+ipv4+`(#`+port+`)?)*`),
	format(`(JVB_|PROSODY_)?(XMPP_|HTTP_)?PORT`, port),
	format(`(JVB_)?XMPP_SERVER`, hostName+`(:`+port+`)?(,`+hostName+`(:`+port+`)?)*`),
	format(`(JVB_)?XMPP_([A-Z]+_)*DOMAIN`, hostName),
	format(`.*_MAX_MEMORY`, `[1-9]\d*[kmgKMG]?`),
	// They are pasted as they are into Lua, HOCON and a shell's command line.
	format(`J[A-Z]+_(AUTH|XMPP|RECORDER)_(PASSWORD|USER)`, `[A-Za-z0-9._-]+`),
	// Shells and templates disagree about any other word.
	format(`(JICOFO_|PROSODY_)?(ENABLE|DISABLE)_.*|JVB_DISABLE_STUN|(COLIBRI|SHUTDOWN)_REST_ENABLED`, `0|1|true|false`),
}

func format(names, values string) struct{ names, values *regexp.Regexp } {
	return struct{ names, values *regexp.Regexp }{regexp.MustCompile(`^(` + names + `)$`), regexp.MustCompile(`^(` + values + `)$`)}
}

// variableFaults says which variables are missing, which have a value that the image cannot use, and which it does not know.
func variableFaults(self image) []string {
	var faults []string
	for _, name := range required[self.Component] {
		if os.Getenv(name) == "" {
			faults = append(faults, fmt.Sprintf("variable %s must be set", name))
		}
	}
	environment := os.Environ()
	sort.Strings(environment)
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		if ofAnyContainer.MatchString(name) {
			continue
		}
		if !slices.Contains(self.Variables, name) {
			faults = append(faults, fmt.Sprintf("variable %s is unknown to the image", name))
		} else if value != "" && !wellFormed(name, value) {
			faults = append(faults, fmt.Sprintf("variable %s is not well-formed", name))
		}
	}
	return faults
}

func wellFormed(name, value string) bool {
	for _, each := range formats {
		if each.names.MatchString(name) {
			return each.values.MatchString(value)
		}
	}
	return !strings.ContainsAny(value, "\r\n")
}

// enabled reads a switch as the templates do.
func enabled(name string) bool {
	return os.Getenv(name) == "1" || os.Getenv(name) == "true"
}

// or is a variable's value, or what the image takes without it.
func or(name, without string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return without
}
