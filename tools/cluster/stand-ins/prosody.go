package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
)

const (
	prosodyDefaults = "/defaults/prosody"
	prosodyFolder   = "/run/prosody"
	prosodyConfig   = prosodyFolder + "/config/prosody.cfg.lua"
	prosodyData     = "/var/lib/prosody"
)

// What the image has for variables that are not set.
var prosodyWithout = map[string]string{
	"JVB_AUTH_USER": "jvb", "PROSODY_HTTP_PORT": "5280", "PROSODY_TRUSTED_PROXIES": "127.0.0.1,::1", "XMPP_AUTH_DOMAIN": "auth.meet.jitsi", "XMPP_DOMAIN": "meet.jitsi",
	"XMPP_INTERNAL_MUC_DOMAIN": "internal-muc.meet.jitsi", "XMPP_MUC_DOMAIN": "muc.meet.jitsi", "XMPP_PORT": "5222",
}

// becomeProsody renders the configuration, makes the accounts of Jicofo and of the bridges, and becomes the real server.
func becomeProsody(self image) error {
	os.Setenv("INTERFACES", self.Address)
	if self.Address == "" {
		os.Setenv("INTERFACES", "*,::")
	}
	for name, value := range prosodyWithout {
		os.Setenv(name, or(name, value))
	}
	if err := writable(prosodyData); err != nil {
		return err
	}
	if err := renderProsody(); err != nil {
		return err
	}
	certificate := []string{"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "365",
		"-subj", "/CN=" + os.Getenv("XMPP_AUTH_DOMAIN"), "-keyout", prosodyFolder + "/config/certs/xmpp.key", "-out", prosodyFolder + "/config/certs/xmpp.crt"}
	if err := run(certificate...); err != nil {
		return err
	}
	for user, password := range map[string]string{"focus": os.Getenv("JICOFO_AUTH_PASSWORD"), os.Getenv("JVB_AUTH_USER"): os.Getenv("JVB_AUTH_PASSWORD")} {
		if err := run("prosodyctl", "--config", prosodyConfig, "register", user, os.Getenv("XMPP_AUTH_DOMAIN"), password); err != nil {
			return err
		}
	}
	prosody, err := exec.LookPath("prosody")
	if err != nil {
		return err
	}
	return syscall.Exec(prosody, []string{"prosody", "--config", prosodyConfig, "-F"}, os.Environ())
}

func renderProsody() error {
	for _, folder := range []string{"/config/certs", "/plugins"} {
		if err := os.MkdirAll(prosodyFolder+folder, 0o700); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(prosodyData+"/data", 0o700); err != nil {
		return err
	}
	for from, to := range map[string]string{"/prosody.cfg.lua": prosodyConfig, "/mod_browser_sessions.lua": prosodyFolder + "/plugins/mod_browser_sessions.lua"} {
		text, err := os.ReadFile(prosodyDefaults + from)
		if err != nil {
			return err
		}
		if err := os.WriteFile(to, fillIn(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

var places = regexp.MustCompile(`@[A-Z_]+@`)

// fillIn puts the values of variables in their places, as the templates of the image do: those with commas are lists of what is not empty.
func fillIn(text []byte) []byte {
	return places.ReplaceAllFunc(text, func(place []byte) []byte {
		items := strings.FieldsFunc(os.Getenv(strings.Trim(string(place), "@")), func(each rune) bool { return each == ',' })
		return []byte(strings.Join(items, `"; "`))
	})
}

func run(command ...string) error {
	if output, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", command[0], err, output)
	}
	return nil
}
