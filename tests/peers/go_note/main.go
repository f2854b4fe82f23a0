// Checks a published log with Go's own signed-note and tree code: the checkpoint's signature under the log key of
// policy.txt, every entry against its level-0 tile, and the tree's root.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "go_note:", err)
		os.Exit(1)
	}
}

func must(ok bool, format string, args ...interface{}) {
	if !ok {
		check(fmt.Errorf(format, args...))
	}
}

// indexPath spells a tile's index: 1234067 is x001/x234/067.
func indexPath(n int64) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	return path
}

func readTile(log, kind string, n, hashes int64) []byte {
	name := filepath.Join(log, "tile", kind, indexPath(n))
	if hashes < width {
		if data, err := os.ReadFile(fmt.Sprintf("%s.p/%d", name, hashes)); err == nil {
			return data
		}
	}
	data, err := os.ReadFile(name)
	check(err)
	return data
}

func main() {
	must(len(os.Args) == 2, "usage: go_note DIR")
	log := filepath.Join(os.Args[1], "log")
	policy, err := os.ReadFile(filepath.Join(os.Args[1], "policy.txt"))
	check(err)
	var vkey string
	for _, line := range strings.Split(string(policy), "\n") {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "log" {
			vkey = words[1]
		}
	}
	verifier, err := note.NewVerifier(vkey)
	check(err)
	message, err := os.ReadFile(filepath.Join(log, "checkpoint"))
	check(err)
	opened, err := note.Open(message, note.VerifierList(verifier))
	check(err)

	var origin, root64 string
	var size int64
	_, err = fmt.Sscanf(opened.Text, "%s\n%d\n%s\n", &origin, &size, &root64)
	check(err)
	must(origin == verifier.Name(), "origin %s is not the key's name %s", origin, verifier.Name())
	root, err := base64.StdEncoding.DecodeString(root64)
	check(err)

	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for first := int64(0); first < size; first += width {
		count := size - first
		if count > width {
			count = width
		}
		bundle := readTile(log, "entries", first/width, count)
		tile := readTile(log, "0", first/width, count)
		for i := int64(0); i < count; i++ {
			length := int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			leaf := tlog.RecordHash(entry)
			must(bytes.Equal(leaf[:], tile[32*i:32*i+32]), "entry %d differs from its tile", first+i)
			more, err := tlog.StoredHashes(first+i, entry, reader)
			check(err)
			stored = append(stored, more...)
		}
	}
	got, err := tlog.TreeHash(size, reader)
	check(err)
	must(bytes.Equal(got[:], root), "the root of %d entries is %v, the checkpoint says %s", size, got, root64)
	fmt.Printf("go_note: %s, %d entries, root %s: holds\n", origin, size, root64)
}
