// bench_opa FOLDER: the table in Rego, a prepared query on parsed input. Writes the rule of each request to answers.opa
// and prints nanoseconds for all of them, one thread, one run.
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

func inputs(path string) []ast.Value {
	file, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	var all []ast.Value
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		value, err := ast.ValueFromReader(bytes.NewReader(lines.Bytes()))
		if err != nil {
			log.Fatal(err)
		}
		all = append(all, value)
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	return all
}

func main() {
	runtime.GOMAXPROCS(1)
	folder := os.Args[1]
	table, err := os.ReadFile(filepath.Join(folder, "table.rego"))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	query, err := rego.New(rego.Query("data.writ.rule"), rego.Module("table.rego", string(table))).PrepareForEval(ctx)
	if err != nil {
		log.Fatal(err)
	}
	requests := inputs(filepath.Join(folder, "requests.jsonl"))
	answers := make([]rego.ResultSet, 0, len(requests))
	start := time.Now()
	for _, request := range requests {
		answer, err := query.Eval(ctx, rego.EvalParsedInput(request))
		if err != nil {
			log.Fatal(err)
		}
		answers = append(answers, answer)
	}
	spent := time.Since(start)
	var text bytes.Buffer
	for _, answer := range answers {
		if len(answer) == 1 {
			fmt.Fprintln(&text, answer[0].Expressions[0].Value)
		} else {
			fmt.Fprintln(&text)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "answers.opa"), text.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Println(spent.Nanoseconds())
}
