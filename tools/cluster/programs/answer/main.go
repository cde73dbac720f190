// Command answer says by HTTP and by UDP, both on port 8080, which host it is and who asks. With `resolve NAME` it says the addresses of a name.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "resolve" {
		addresses, err := net.LookupHost(os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		for _, address := range addresses {
			fmt.Println(address)
		}
		return
	}
	host, err := os.Hostname()
	if err != nil {
		log.Fatal(err)
	}
	packets, err := net.ListenPacket("udp", ":8080")
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		buffer := make([]byte, 1500)
		for {
			if _, from, err := packets.ReadFrom(buffer); err == nil {
				_, _ = packets.WriteTo(fmt.Appendf(nil, "%s %s", host, from), from)
			}
		}
	}()
	log.Print(host, " answers on 8080")
	log.Fatal(http.ListenAndServe(":8080", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s %s", host, r.RemoteAddr)
	})))
}
