// An independent implementation to check ours against: signed notes, trees, proofs and
// cosignatures by golang.org/x/mod/sumdb and crypto/ed25519. It reads one command a line and
// answers each with one line: "ok" and what was asked for, or "no" and why.
//
// Started as "interop vectors", it prints src/test/resources/broadside/proof/log/vectors.txt:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run interop.go vectors
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tree is the tree over the entries "0", "1", "2" and so on.
type tree []tlog.Hash

func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, i := range indexes {
		hashes = append(hashes, t[i])
	}
	return hashes, nil
}

var (
	stored tree
	grown  int64
)

// grow makes the stored tree at least so large.
func grow(size int64) {
	for ; grown < size; grown++ {
		hashes, err := tlog.StoredHashes(grown, []byte(strconv.FormatInt(grown, 10)), stored)
		check(err)
		stored = append(stored, hashes...)
	}
}

func root(size int64) tlog.Hash {
	grow(size)
	hash, err := tlog.TreeHash(size, stored)
	check(err)
	return hash
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func num(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	check(err)
	return n
}

func bin(s string) []byte {
	b, err := base64.StdEncoding.DecodeString(s)
	check(err)
	return b
}

func hash(s string) tlog.Hash {
	h, err := tlog.ParseHash(s)
	check(err)
	return h
}

// hashes are joined with commas; "-" is none.
func hashes(s string) []tlog.Hash {
	var list []tlog.Hash
	if s != "-" {
		for _, h := range strings.Split(s, ",") {
			list = append(list, hash(h))
		}
	}
	return list
}

func join(list []tlog.Hash) string {
	if len(list) == 0 {
		return "-"
	}
	var words []string
	for _, h := range list {
		words = append(words, h.String())
	}
	return strings.Join(words, ",")
}

// seedOf a name: keys are the same in every run.
func seedOf(name string) []byte {
	seed := sha256.Sum256([]byte("go " + name))
	return seed[:]
}

// cosignerID is a key's id by C2SP tlog-cosignature.
func cosignerID(name string, key []byte) []byte {
	id := sha256.Sum256(append([]byte(name+"\n\x04"), key...))
	return id[:4]
}

func cosignerKey(name string) string {
	key := ed25519.NewKeyFromSeed(seedOf(name)).Public().(ed25519.PublicKey)
	typed := append([]byte{4}, key...)
	return fmt.Sprintf("%s+%x+%s", name, cosignerID(name, key), base64.StdEncoding.EncodeToString(typed))
}

func cosign(name, text string, time uint64) string {
	private := ed25519.NewKeyFromSeed(seedOf(name))
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	line := cosignerID(name, private.Public().(ed25519.PublicKey))
	line = binary.BigEndian.AppendUint64(line, time)
	line = append(line, ed25519.Sign(private, []byte(signed))...)
	return "— " + name + " " + base64.StdEncoding.EncodeToString(line) + "\n"
}

// cosigned returns the time at which the key of vkey cosigned the note.
func cosigned(vkey string, msg []byte) (uint64, error) {
	parts := strings.SplitN(vkey, "+", 3)
	key := bin(parts[2])[1:]
	end := bytes.LastIndex(msg, []byte("\n\n"))
	for _, line := range strings.Split(string(msg[end+2:]), "\n") {
		words := strings.Split(line, " ")
		if len(words) == 3 && words[1] == parts[0] {
			b, err := base64.StdEncoding.DecodeString(words[2])
			if err != nil || len(b) != 4+8+64 || !bytes.Equal(b[:4], cosignerID(parts[0], key)) {
				continue
			}
			time := binary.BigEndian.Uint64(b[4:])
			signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, msg[:end+1])
			if ed25519.Verify(key, []byte(signed), b[12:]) {
				return time, nil
			}
		}
	}
	return 0, errors.New("not cosigned")
}

func signer(name string) note.Signer {
	private := ed25519.NewKeyFromSeed(seedOf(name))
	vkey, err := note.NewEd25519VerifierKey(name, private.Public().(ed25519.PublicKey))
	check(err)
	id := strings.Split(vkey, "+")[1]
	typed := append([]byte{1}, seedOf(name)...)
	s, err := note.NewSigner("PRIVATE+KEY+" + name + "+" + id + "+" + base64.StdEncoding.EncodeToString(typed))
	check(err)
	return s
}

func verifierKey(name string) string {
	vkey, err := note.NewEd25519VerifierKey(name, ed25519.NewKeyFromSeed(seedOf(name)).Public().(ed25519.PublicKey))
	check(err)
	return vkey
}

func sign(text, name string) []byte {
	msg, err := note.Sign(&note.Note{Text: text}, signer(name))
	check(err)
	return msg
}

func run(f []string) (answer string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	switch f[0] {
	case "open": // vkey, note
		v, err := note.NewVerifier(f[1])
		if err != nil {
			return "", err
		}
		n, err := note.Open(bin(f[2]), note.VerifierList(v))
		if err != nil {
			return "", err
		}
		return base64.StdEncoding.EncodeToString([]byte(n.Text)), nil
	case "sign": // name, text
		return verifierKey(f[1]) + " " + base64.StdEncoding.EncodeToString(sign(string(bin(f[2])), f[1])), nil
	case "cosigned": // vkey, note
		time, err := cosigned(f[1], bin(f[2]))
		return strconv.FormatUint(time, 10), err
	case "record": // size, root, index, leaf, proof
		return "", tlog.CheckRecord(hashes(f[5]), num(f[1]), hash(f[2]), num(f[3]), hash(f[4]))
	case "tree": // size, root, old size, old root, proof
		return "", tlog.CheckTree(hashes(f[5]), num(f[1]), hash(f[2]), num(f[3]), hash(f[4]))
	case "prove": // size, index
		r := root(num(f[1]))
		p, err := tlog.ProveRecord(num(f[1]), num(f[2]), stored)
		return r.String() + " " + join(p), err
	case "extend": // size, old size
		r := root(num(f[1]))
		p, err := tlog.ProveTree(num(f[1]), num(f[2]), stored)
		return r.String() + " " + root(num(f[2])).String() + " " + join(p), err
	}
	return "", errors.New("no command: " + f[0])
}

// tilesOf a tree: at each level the full tiles, then the partial one where there is one.
func tilesOf(size int64) (tiles []tlog.Tile) {
	for level := 0; size > 0; level, size = level+1, size/256 {
		for n := int64(0); n < size/256; n++ {
			tiles = append(tiles, tlog.Tile{H: 8, L: level, N: n, W: 256})
		}
		if size%256 > 0 {
			tiles = append(tiles, tlog.Tile{H: 8, L: level, N: size / 256, W: int(size % 256)})
		}
	}
	return tiles
}

func vectors() {
	origin := "go.example/log"
	witnesses := []string{"go.example/w1", "go.example/w2"}
	fmt.Println("# printed by src/test/go/interop.go; the entries are the numbers from 0 in decimal")
	fmt.Println("log", verifierKey(origin))
	for _, w := range witnesses {
		fmt.Println("witness", cosignerKey(w))
	}
	for _, size := range []int64{1, 2, 255, 256, 257, 300, 512, 65537, 70000} {
		text := fmt.Sprintf("%s\n%d\n%s\n", origin, size, root(size))
		msg := string(sign(text, origin))
		for i, w := range witnesses {
			msg += cosign(w, text, uint64(1700000000+size+int64(i)))
		}
		fmt.Println("size", size)
		fmt.Println("checkpoint", base64.StdEncoding.EncodeToString([]byte(msg)))
		var paths strings.Builder
		for _, t := range tilesOf(size) {
			data, err := tlog.ReadTileData(t, stored)
			check(err)
			path := strings.Replace(t.Path(), "tile/8/", "tile/", 1)
			fmt.Fprintf(&paths, "%s %x\n", path, sha256.Sum256(data))
		}
		lines := strings.Count(paths.String(), "\n")
		if lines <= 6 {
			for _, line := range strings.Split(strings.TrimSpace(paths.String()), "\n") {
				fmt.Println("tile", line)
			}
		}
		fmt.Printf("tiles %d %x\n", lines, sha256.Sum256([]byte(paths.String())))
		for _, i := range []int64{0, size / 3, size - 1} {
			p, err := tlog.ProveRecord(size, i, stored)
			check(err)
			fmt.Println("inclusion", i, join(p))
		}
		for _, old := range []int64{1, size - size/3, size} {
			p, err := tlog.ProveTree(size, old, stored)
			check(err)
			fmt.Println("consistency", old, join(p))
		}
	}
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "vectors" {
		vectors()
		return
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		answer, err := run(strings.Split(in.Text(), " "))
		if err != nil {
			fmt.Println("no", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("ok", answer)
		}
	}
}
