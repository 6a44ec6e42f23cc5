// Check_log checks a log of static files with the packages of Go's own checksum database.
//
//	check_log FOLDER VKEY
//
// It verifies the signatures of checkpoint and checkpoint.old, the inclusion of every entry of tile/entries in the
// newer tree, and that this tree extends the older one. The first fault ends it with status 1.
package main

import (
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A folder is a tlog.TileReader. Paths of tlog-tiles have no height, which sumdb writes first.
type folder string

func (f folder) Height() int                         { return 8 }
func (f folder) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range tiles {
		content, err := f.read("tile/" + strings.TrimPrefix(tile.Path(), "tile/8/"))
		if err != nil {
			return nil, err
		}
		data = append(data, content)
	}
	return data, nil
}

func (f folder) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(f), filepath.FromSlash(path)))
}

// head returns the tree of a signed checkpoint.
func (f folder) head(path string, verifier note.Verifier) tlog.Tree {
	message, err := f.read(path)
	check(err)
	opened, err := note.Open(message, note.VerifierList(verifier))
	check(err)
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != verifier.Name() || strings.Count(rest, "\n") != 2 {
		log.Fatal("the checkpoint is not three lines of this log")
	}
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	check(err)
	return tree
}

// entries returns the entries of bundle n of a log of this size.
func (f folder) entries(n, size int64) (entries [][]byte) {
	width := size - n*256
	if width > 256 {
		width = 256
	}
	path := tlog.Tile{H: 8, L: 0, N: n, W: int(width)}.Path()
	data, err := f.read("tile/entries/" + strings.TrimPrefix(path, "tile/8/0/"))
	check(err)
	for len(data) >= 2 && len(data) >= 2+int(binary.BigEndian.Uint16(data)) {
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries, data = append(entries, data[2:end]), data[end:]
	}
	if len(data) > 0 || int64(len(entries)) != width {
		log.Fatal("a bundle does not hold its entries")
	}
	return entries
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: check_log FOLDER VKEY")
	}
	files := folder(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	tree, old := files.head("checkpoint", verifier), files.head("checkpoint.old", verifier)
	reader := tlog.TileHashReader(tree, files)
	for n := int64(0); n*256 < tree.N; n++ {
		for i, entry := range files.entries(n, tree.N) {
			index := n*256 + int64(i)
			proof, err := tlog.ProveRecord(tree.N, index, reader)
			check(err)
			check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)))
		}
	}
	proof, err := tlog.ProveTree(tree.N, old.N, reader)
	check(err)
	check(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash))
	hash, err := tlog.TreeHash(old.N, tlog.TileHashReader(old, files)) // the partial tiles of the older tree
	check(err)
	if hash != old.Hash {
		log.Fatal("the tiles of the older tree have another root")
	}
	fmt.Printf("%d entries, consistent from %d\n", tree.N, old.N)
}
