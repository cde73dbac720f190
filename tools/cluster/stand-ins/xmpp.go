package main

import (
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"time"
)

// account is how a component is known to the XMPP server.
type account struct {
	user, password string
	lock           sync.Mutex
	fault          error
}

func newAccount(user, password string) *account {
	return &account{user: user, password: password, fault: errors.New("has not tried yet")}
}

// stream is a connection to the XMPP server. Answers are looked for in its text: no more of XMPP is needed to know whether a login succeeds.
type stream struct {
	connection net.Conn
	text       string
}

// stayLoggedIn goes on trying, as the components do: they need no order of starts.
func (self *account) stayLoggedIn() {
	for {
		connected, err := self.login()
		if err == nil {
			self.set(nil)
			say("logged in as %s", self.user)
			err = connected.untilClosed()
		}
		self.set(err)
		say("not logged in as %s: %v", self.user, err)
		time.Sleep(time.Second)
	}
}

func (self *account) set(fault error) {
	self.lock.Lock()
	defer self.lock.Unlock()
	self.fault = fault
}

// state is why it is not logged in, or nil.
func (self *account) state() error {
	self.lock.Lock()
	defer self.lock.Unlock()
	return self.fault
}

// server is the first of those named, which may bring a port of its own.
func server() string {
	first, _, _ := strings.Cut(os.Getenv("XMPP_SERVER"), ",")
	if strings.Contains(first, ":") {
		return first
	}
	return net.JoinHostPort(first, or("XMPP_PORT", "5222"))
}

func (self *account) login() (*stream, error) {
	connection, err := net.DialTimeout("tcp", server(), 5*time.Second)
	if err != nil {
		return nil, err
	}
	connected := &stream{connection: connection}
	if err := connected.authenticate(self.user, self.password); err != nil {
		connected.connection.Close()
		return nil, err
	}
	return connected, nil
}

// authenticate does not look at the certificate, as the components do not: the image of Prosody signs its own.
func (on *stream) authenticate(user, password string) error {
	domain := or("XMPP_AUTH_DOMAIN", "auth.meet.jitsi")
	open := fmt.Sprintf("<?xml version='1.0'?><stream:stream to='%s' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>", domain)
	if err := on.ask(open, "</stream:features>"); err != nil {
		return err
	}
	if err := on.ask("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "<proceed"); err != nil {
		return err
	}
	on.connection = tls.Client(on.connection, &tls.Config{ServerName: domain, InsecureSkipVerify: true})
	if err := on.ask(open, "</stream:features>"); err != nil {
		return err
	}
	secret := base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password))
	if err := on.ask("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"+secret+"</auth>", "<success"); err != nil {
		return err
	}
	if err := on.ask(open, "</stream:features>"); err != nil {
		return err
	}
	return on.ask("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", "<jid>")
}

// ask sends a request and waits for the answer.
func (on *stream) ask(request, answer string) error {
	if err := on.connection.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	if _, err := on.connection.Write([]byte(request)); err != nil {
		return err
	}
	piece := make([]byte, 4096)
	for on.text = ""; !strings.Contains(on.text, answer); {
		size, err := on.connection.Read(piece)
		on.text += string(piece[:size])
		if strings.Contains(on.text, "<failure") || strings.Contains(on.text, "<stream:error") || err != nil {
			return fmt.Errorf("the XMPP server answered %q: %v", on.text, err)
		}
	}
	return nil
}

// untilClosed hears what the server sends, such as the spaces by which it finds out who is still there.
func (on *stream) untilClosed() error {
	defer on.connection.Close()
	if err := on.connection.SetDeadline(time.Time{}); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, on.connection)
	return fmt.Errorf("the XMPP server closed the connection: %v", err)
}
