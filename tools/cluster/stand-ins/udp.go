package main

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"
)

// silence is how long an endpoint may be silent until it has left.
const silence = 5 * time.Second

// flows are the endpoints that send media, by their address.
type flows struct {
	lock sync.Mutex
	last map[netip.AddrPort]time.Time
}

func newFlows() *flows {
	return &flows{last: map[netip.AddrPort]time.Time{}}
}

func (known *flows) heard(endpoint netip.AddrPort) {
	known.lock.Lock()
	defer known.lock.Unlock()
	known.last[endpoint] = time.Now()
}

func (known *flows) count() int {
	known.lock.Lock()
	defer known.lock.Unlock()
	for endpoint, last := range known.last {
		if time.Since(last) > silence {
			delete(known.last, endpoint)
		}
	}
	return len(known.last)
}

// mediaAddresses are those that the bridge opens its port on, each by itself.
func mediaAddresses(only string) ([]string, error) {
	if only != "" {
		return []string{only}, nil
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	var found []string
	for _, address := range addresses {
		if network, known := address.(*net.IPNet); known && !network.IP.IsLoopback() && !network.IP.IsLinkLocalUnicast() {
			found = append(found, network.IP.String())
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no address to open the media port on")
	}
	return found, nil
}

// serveMedia answers each packet with the name of the pod and the addresses that it announces.
func serveMedia(only string, known *flows) error {
	addresses, err := mediaAddresses(only)
	if err != nil {
		return err
	}
	for _, address := range addresses {
		socket, err := net.ListenPacket("udp", net.JoinHostPort(address, os.Getenv("JVB_PORT")))
		if err != nil {
			return err
		}
		say("media on %s", socket.LocalAddr())
		go answerMedia(socket, known)
	}
	return nil
}

func answerMedia(socket net.PacketConn, known *flows) {
	packet := make([]byte, 1500)
	for {
		size, from, err := socket.ReadFrom(packet)
		if err != nil {
			end(1, "the media port has failed: %v", err)
		}
		if endpoint, err := netip.ParseAddrPort(from.String()); err == nil {
			known.heard(endpoint)
		}
		answer := fmt.Sprintf("%s %s %s", os.Getenv("HOSTNAME"), os.Getenv("JVB_ADVERTISE_IPS"), packet[:size])
		// A client that has gone makes no difference to the others.
		if _, err := socket.WriteTo([]byte(answer), from); err != nil {
			say("cannot answer %s: %v", from, err)
		}
	}
}
