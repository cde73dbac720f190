package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
)

const user = 1000

// worldWritableRun is how the manifest allows a /run that anybody in the pod could write to.
const worldWritableRun = "S6_YES_I_WANT_A_WORLD_WRITABLE_RUN_BECAUSE_KUBERNETES"

var noNewPrivileges = regexp.MustCompile(`(?m)^NoNewPrivs:\s*1$`)

// processFaults says what is wrong with the process as the init system of the images sees it.
func processFaults() []string {
	var faults []string
	if pid := os.Getpid(); pid != 1 {
		faults = append(faults, fmt.Sprintf("can only run as process 1, but is %d", pid))
	}
	if os.Getuid() != user || os.Getgid() != user {
		faults = append(faults, fmt.Sprintf("runs as %d:%d instead of %d:%d", os.Getuid(), os.Getgid(), user, user))
	}
	// Without it a helper that is setuid wants to become root, which it cannot without capabilities.
	if status, err := os.ReadFile("/proc/self/status"); err != nil || !noNewPrivileges.Match(status) {
		faults = append(faults, "no_new_privs is not set")
	}
	return faults
}

// folderFaults says what is wrong with the folders that the images write to, and with the one that they must not.
func folderFaults() []string {
	var faults []string
	for _, check := range []func() error{readOnlyRoot, acceptedRun, func() error { return writable("/run") }, executableRun, func() error { return writable("/tmp") }} {
		if err := check(); err != nil {
			faults = append(faults, err.Error())
		}
	}
	return faults
}

func readOnlyRoot() error {
	const readOnly = 1
	var root syscall.Statfs_t
	if err := syscall.Statfs("/", &root); err != nil {
		return err
	}
	if root.Flags&readOnly == 0 {
		return fmt.Errorf("the root file system is not read-only")
	}
	return nil
}

// acceptedRun has the rules of s6-overlay's preinit for a container without privileges.
func acceptedRun() error {
	info, err := os.Stat("/run")
	if err != nil {
		return err
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	if !known {
		return fmt.Errorf("/run has no owner")
	}
	byAll, byGroup := owner.Mode&0o007 == 0o007, owner.Gid == user && owner.Mode&0o070 == 0o070
	switch {
	case owner.Uid == user:
		return nil
	case byAll && owner.Mode&syscall.S_ISVTX != 0:
		return nil
	case (byAll || byGroup) && os.Getenv(worldWritableRun) == "1":
		return nil
	}
	return fmt.Errorf("/run belongs to uid %d instead of %d and has insecure or unworkable permissions %#o; is %s set?", owner.Uid, user, owner.Mode&0o7777, worldWritableRun)
}

func writable(folder string) error {
	file := filepath.Join(folder, ".check-writable")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		return fmt.Errorf("directory %s not writable by the container user: %w", folder, err)
	}
	return os.Remove(file)
}

// executableRun tries, because the init system and the native libraries of the programs run from there.
func executableRun() error {
	const file = "/run/.check-executable"
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"), 0o700); err != nil {
		return fmt.Errorf("cannot try whether programs run from /run: %w", err)
	}
	defer os.Remove(file)
	if err := exec.Command(file).Run(); err != nil {
		return fmt.Errorf("programs cannot run from /run: %w", err)
	}
	return nil
}
