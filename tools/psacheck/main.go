// Command psacheck says how strict a Pod Security level the pods of each workload pass, by the very code of the API server:
//
//	psacheck FILE...
//
// It reads YAML and writes a JSON list: for each workload the strictest level that it passes, and what keeps it from a stricter one.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/pod-security-admission/admission"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

type verdict struct {
	File      string    `json:"file"`
	Kind      string    `json:"kind"`
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	Level     api.Level `json:"level"`
	// Why the pods do not pass the levels that are stricter.
	Why []string `json:"why"`
}

// Strict, because a misspelt securityContext is none.
var decoder = serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()

func main() {
	verdicts := []verdict{}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err == nil {
		for _, file := range os.Args[1:] {
			var more []verdict
			if more, err = judgeFile(evaluator, file); err != nil {
				break
			}
			verdicts = append(verdicts, more...)
		}
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(verdicts)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "psacheck:", err)
		os.Exit(1)
	}
}

func judgeFile(evaluator policy.Evaluator, file string) ([]verdict, error) {
	source, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	var verdicts []verdict
	for documents := yaml.NewYAMLReader(bufio.NewReader(source)); ; {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return verdicts, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		object, kind, err := decoder.Decode(document, nil, nil)
		// Custom resources have no pods that the API server would judge, nor has an empty document.
		if runtime.IsNotRegisteredError(err) || runtime.IsMissingKind(err) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		resource, _ := meta.UnsafeGuessKindToResource(*kind)
		if extractor := (admission.DefaultPodSpecExtractor{}); extractor.HasPodSpec(resource.GroupResource()) {
			found, err := judge(evaluator, object)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			found.File, found.Kind = file, kind.Kind
			verdicts = append(verdicts, found)
		}
	}
}

func judge(evaluator policy.Evaluator, workload runtime.Object) (verdict, error) {
	about, err := meta.Accessor(workload)
	if err != nil {
		return verdict{}, err
	}
	metadata, spec, err := admission.DefaultPodSpecExtractor{}.ExtractPodSpec(workload)
	if err != nil {
		return verdict{}, err
	}
	found := verdict{Namespace: about.GetNamespace(), Name: about.GetName(), Level: api.LevelPrivileged, Why: []string{}}
	for _, level := range []api.Level{api.LevelRestricted, api.LevelBaseline} {
		result := policy.AggregateCheckResults(evaluator.EvaluatePod(api.LevelVersion{Level: level, Version: api.LatestVersion()}, metadata, spec))
		if result.Allowed {
			found.Level = level
			break
		}
		found.Why = append(found.Why, fmt.Sprintf("%s: %s", level, result.ForbiddenDetail()))
	}
	return found, nil
}
