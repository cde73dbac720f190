// Command stand-ins is process 1 of the test cluster's Jitsi images. It refuses to start unless it finds what the real image needs, then answers the
// image's ports and probes; in the image of Prosody it becomes the real server.
//
//	stand-ins [FILE]
//
// FILE, or else /etc/stand-in.json, says which image it is.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// image says which of the images this is.
type image struct {
	Component string `json:"component"`
	// Variables that the real image reads.
	Variables []string `json:"variables"`
	// The one address to listen on, where tests share a machine; all of the pod if it is empty.
	Address string `json:"address"`
}

var components = map[string]func(image) error{
	"web":     serveWeb,
	"prosody": becomeProsody,
	"jicofo":  serveJicofo,
	"jvb":     serveBridge,
}

func main() {
	file := "/etc/stand-in.json"
	if len(os.Args) > 1 {
		file = os.Args[1]
	}
	var self image
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &self)
	}
	start := components[self.Component]
	if err != nil || start == nil {
		end(100, "%s does not say which image this is: %v", file, err)
	}
	faults := append(processFaults(), folderFaults()...)
	faults = append(faults, variableFaults(self)...)
	for _, fault := range faults {
		say("refuses to start: %s", fault)
	}
	if len(faults) > 0 {
		os.Exit(100)
	}
	stopAtTerm()
	if err := start(self); err != nil {
		end(1, "%v", err)
	}
}

// stopAtTerm ends as the images do: at once, whoever is in a meeting.
func stopAtTerm() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		end(0, "stopped by %v", <-signals)
	}()
}

func say(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "stand-in: "+format+"\n", values...)
}

func end(code int, format string, values ...any) {
	say(format, values...)
	os.Exit(code)
}
