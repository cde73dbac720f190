package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// shutdown is the bridge's way out: it waits for the last endpoint or for its own patience to end, then for a while in which Jicofo moves the rest
// to other bridges, and ends the process.
type shutdown struct {
	lock             sync.Mutex
	graceful, ending bool
	// draining is what jicofo avoids the bridge for where it has another one; nothing ends of it.
	draining        bool
	known           *flows
	patience, delay time.Duration
}

func newShutdown(known *flows) (*shutdown, error) {
	custom, err := os.ReadFile("/config/custom-jvb.conf")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("custom-jvb.conf is there but cannot be read: %w", err)
	}
	return &shutdown{
		known:    known,
		patience: duration(custom, "graceful-shutdown-max-duration", 24*time.Hour),
		delay:    duration(custom, "shutting-down-delay", time.Minute),
	}, nil
}

// duration finds a number of seconds in the bridge's own configuration.
func duration(configuration []byte, name string, without time.Duration) time.Duration {
	found := regexp.MustCompile(regexp.QuoteMeta(name) + `\s*=\s*(\d+)\s*seconds?`).FindSubmatch(configuration)
	if found == nil {
		return without
	}
	seconds, err := strconv.Atoi(string(found[1]))
	if err != nil {
		return without
	}
	return time.Duration(seconds) * time.Second
}

func (way *shutdown) state() (graceful, ending bool) {
	way.lock.Lock()
	defer way.lock.Unlock()
	return way.graceful, way.ending
}

func (way *shutdown) drain(draining bool) {
	way.lock.Lock()
	defer way.lock.Unlock()
	way.draining = draining
}

func (way *shutdown) drains() bool {
	way.lock.Lock()
	defer way.lock.Unlock()
	return way.draining
}

// begin makes the bridge end; a second order makes one that waits stop waiting, and changes nothing else.
func (way *shutdown) begin(graceful bool) {
	way.lock.Lock()
	defer way.lock.Unlock()
	if way.ending || graceful && way.graceful {
		return
	}
	way.graceful = true
	if !graceful {
		way.end()
		return
	}
	say("takes no new meetings, and waits up to %s for %d endpoints", way.patience, way.known.count())
	go way.waitForEndpoints()
}

func (way *shutdown) waitForEndpoints() {
	for deadline := time.Now().Add(way.patience); way.known.count() > 0 && time.Now().Before(deadline); {
		time.Sleep(100 * time.Millisecond)
	}
	way.lock.Lock()
	defer way.lock.Unlock()
	way.end()
}

// end is called with the lock held.
func (way *shutdown) end() {
	if way.ending {
		return
	}
	way.ending = true
	say("shuts down in %s, %d endpoints left", way.delay, way.known.count())
	time.AfterFunc(way.delay, func() {
		end(0, "has shut down")
	})
}
